import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  tensor,
  TensorValue,
  values,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('00-start/softmax.json'));
const drawn = seeded(3, (rng, i) => ({ x: randomTensor(rng, [3, 5 + 2 * i], 2) }), 'drawn scores');
const farApart = [
  { name: 'rows far apart', args: { x: tensor([2, 3], [1, 2, 3, 1001, 1002, 1003]) } },
  { name: 'scores far apart', args: { x: tensor([1, 3], [-1000, 0, 1000]) } },
];

export const softmax: Task = {
  id: 'softmax',
  title: 'Probabilities from scores',
  from: 'src/core/softmax.ts',
  name: 'softmax',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 10,
  needs: [],
  forbidden: ['tf.softmax', 'tf.logSoftmax', 'tf.logSumExp'],
  hints: [
    'Three steps: shift each row, take exp, divide by a sum. Which axis does each step look along?',
    "max('B V -> B 1', x) is each row's maximum, kept as a column so that it broadcasts over the row.",
    "const e = exp(sub(x, max('B V -> B 1', x))); now divide e by the sum of its own row.",
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'B V' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    values({ cases: farApart, share: 0.2, title: 'scores of +-1000' }),
    gradient({ cases: drawn, withRespectTo: ['x'], share: 0.2 }),
    law({
      title: 'a constant added to a row changes nothing',
      share: 0.2,
      holds: async (ask, rng) => {
        const x = randomTensor(rng, [2, 7]);
        const moved = tensor(
          x.shape,
          x.data.map((value, i) => value + (i < 7 ? 3 : -50)),
        );
        const [p, q] = [await ask({ x }), await ask({ x: moved })];
        if (!(p instanceof TensorValue && q instanceof TensorValue)) return 'no tensor came back';
        const worst = p.data.findIndex(
          (value, i) => !(Math.abs(value - (q.data[i] ?? NaN)) < 1e-9),
        );
        if (worst === -1) return undefined;
        return `adding 3 to the first row of x and -50 to the second changed entry [${String(Math.floor(worst / 7))}, ${String(worst % 7)}]. Only differences within a row may matter.`;
      },
    }),
  ],
};
