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

const known = fixtureCases(loadFixture('00-start/log-softmax.json'));
const drawn = seeded(3, (rng, i) => ({ x: randomTensor(rng, [3, 5 + 2 * i], 2) }), 'drawn scores');
const farApart = [
  { name: 'one score far below', args: { x: tensor([1, 2], [0, 1000]) } },
  { name: 'rows far apart', args: { x: tensor([2, 3], [1, 2, 3, 2001, 2002, 2003]) } },
];

export const logSoftmax: Task = {
  id: 'log-softmax',
  title: 'Log-probabilities that never meet log 0',
  from: 'src/core/softmax.ts',
  name: 'logSoftmax',
  kind: 'debug',
  wrongVersion: 'log-of-softmax',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: ['tf.logSoftmax', 'tf.softmax'],
  hints: [
    'The body that stands there is right on paper. Try it on the row [0, 1000]: which step loses the first entry?',
    'Write log(a / b) as a difference. What is log(exp(s))?',
    'With s = x - m, the result is s - log(sum of exp(s)). No exp is undone by a log any more.',
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'B V' } }),
    values({ cases: [...known, ...drawn], share: 0.3 }),
    values({ cases: farApart, share: 0.3, title: 'probabilities too small to hold' }),
    gradient({ cases: drawn, withRespectTo: ['x'], share: 0.2 }),
    law({
      title: 'exp of a row sums to 1',
      share: 0.2,
      holds: async (ask, rng) => {
        const p = await ask({ x: randomTensor(rng, [3, 11], 5) });
        if (!(p instanceof TensorValue)) return 'no tensor came back';
        for (let b = 0; b < 3; b++) {
          const total = p.data
            .slice(b * 11, (b + 1) * 11)
            .reduce((sum, value) => sum + Math.exp(value), 0);
          if (!(Math.abs(total - 1) < 1e-9))
            return `exp of row ${String(b)} sums to ${total.toPrecision(4)} and not to 1.`;
        }
        return undefined;
      },
    }),
  ],
};
