import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { drawRnn } from '../draw.js';
import { rowOf, worstDifference } from '../../values.js';

const known = fixtureCases(loadFixture('01-rnn/rnn-cell.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawRnn(rng, 3, 5),
    x: randomTensor(rng, [2 + i, 3]),
    h: randomTensor(rng, [2 + i, 5], 0.5),
  }),
  'drawn weights',
);

export const rnnCell: Task = {
  id: 'rnn-cell',
  title: 'One step of a recurrent network',
  from: 'src/layers/rnn.ts',
  name: 'rnnCell',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 10,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell'],
  hints: [
    'Three things are added up and then bent: a part from the input, a part from the old state, and the bias.',
    "The part from the input sums over I: einsum('B I, I U -> B U', x, p.wIh). The part from the state sums over the units of h. Both axes of wHh are as long as U, so they need two letters.",
    "tanh(add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh)), p.b)): one tanh, around everything.",
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B U' } }),
    values({ cases: [...known, ...drawn], share: 0.6 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'h'],
      share: 0.3,
    }),
    law({
      title: 'lines of a batch do not touch each other',
      share: 0.1,
      holds: async (ask, rng) => {
        const p = drawRnn(rng, 3, 5);
        const x = randomTensor(rng, [3, 3]);
        const h = randomTensor(rng, [3, 5], 0.5);
        const together = rowOf(await ask({ p, x, h }), 1);
        const alone = rowOf(await ask({ p, x: rowOf(x, 1), h: rowOf(h, 1) }), 0);
        const off = worstDifference(together, alone);
        if (off < 1e-9) return undefined;
        return `line 1 of a batch of three came out otherwise than alone, by up to ${off.toPrecision(2)}. Nothing in a step may sum or average over B.`;
      },
    }),
  ],
};
