import {
  behaviour,
  contract,
  ofSizes,
  randomTensor,
  StandIn,
  tensor,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { autodiff } from '../../laws.js';

const squares = {
  name: 'sum of squares at [1, -2, 3]',
  args: { f: new StandIn('sumOfSquares'), x: tensor([3], [1, -2, 3]), step: 0.001 },
  expected: tensor([3], [2, -4, 6]),
};
const product = {
  name: 'a b at [2, 5]',
  args: { f: new StandIn('product'), x: tensor([2], [2, 5]), step: 0.001 },
  expected: tensor([2], [5, 2]),
};
const cubic = {
  name: 'cubes with a large step',
  args: { f: new StandIn('sumOfCubes'), x: tensor([2], [1, 2]), step: 0.5 },
  expected: tensor([2], [3.25, 12.25]),
};
const drawn = ofSizes(
  [
    { f: 'bumpy', shape: [2, 3] },
    { f: 'sumOfCubes', shape: [] },
    { f: 'watchful', shape: [3, 1, 2] },
  ],
  (rng, { f, shape }) => ({
    f: new StandIn(f),
    x: randomTensor(rng, shape),
    step: 0.01 + 0.1 * rng.uniform(),
  }),
  'a drawn place',
);

export const numericGradient: Task = {
  id: 'numeric-gradient',
  title: 'A gradient that needs no calculus',
  from: 'src/core/numeric-gradient.ts',
  name: 'numericGradient',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 3,
  minutes: 15,
  needs: [],
  forbidden: autodiff,
  hints: [
    'Work on a plain array: Array.from(x.dataSync()). For entry i, make two copies in which only entry i has moved.',
    'tf.tensor(values, x.shape) turns an array back into a tensor shaped like x; f(...).dataSync()[0] is a number.',
    'gradient[i] = (f with entry i at x[i] + step, minus f with it at x[i] - step) / (2 * step).',
  ],
  checks: [
    contract({ cases: [squares, ...drawn], axes: { '': 'N' } }),
    values({ cases: [squares, product, cubic, ...drawn], share: 0.8 }),
    behaviour({
      title: 'two calls of f for each entry',
      share: 0.2,
      holds: async (ask) => {
        const x = tensor([5], [1, 2, 3, 4, 5]);
        const outcome = await ask.outcome({ f: new StandIn('sumOfSquares'), x, step: 0.01 });
        if (outcome.kind !== 'value') return 'the function did not come to an end';
        const calls = outcome.observed.standInCalls.length;
        if (calls === 10) return undefined;
        return `x has 5 entries, and f was called ${String(calls)} times. Central differences need two calls for each entry: 10.`;
      },
    }),
  ],
};
