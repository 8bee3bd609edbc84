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
import { rowOf, tensorOf, worstDifference } from '../../values.js';
import { drawGru, withUpdateBias } from '../draw.js';

const known = fixtureCases(loadFixture('02-gru/gru-cell.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawGru(rng, 3, 5),
    x: randomTensor(rng, [2 + i, 3]),
    h: randomTensor(rng, [2 + i, 5], 0.5),
  }),
  'drawn weights',
);

export const gruCell: Task = {
  id: 'gru-cell',
  title: 'One step with gates',
  from: 'src/layers/gru.ts',
  name: 'gruCell',
  kind: 'write',
  core: true,
  points: 15,
  difficulty: 3,
  minutes: 20,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell'],
  hints: [
    'Make the two products first, each with its own bias: one of x, one of h. Each is [B, G] and holds three parts, of r, of z and of n. Only in n are the two parts not simply added.',
    "split(a, 3, 1) cuts [B, G] into three [B, U], in the order r, z, n. So you get xr, xz, xn from the input's product and hr, hz, hn from the state's, biases included.",
    'r = sigmoid(xr + hr), z = sigmoid(xz + hz), n = tanh(xn + r * hn), all with add and mul. The new state is (1 - z) * n + z * h; rsub(1, z) is 1 - z.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B U' } }),
    values({ cases: [...known, ...drawn], share: 0.5 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.bIh', 'p.bHh', 'x', 'h'],
      share: 0.3,
    }),
    law({
      title: 'z near 1 keeps the old state',
      share: 0.1,
      holds: async (ask, rng) => {
        const p = drawGru(rng, 3, 5);
        const x = randomTensor(rng, [2, 3]);
        const h = randomTensor(rng, [2, 5], 0.5);
        const open = { ...p, bIh: withUpdateBias(p.bIh, 60) };
        const off = worstDifference(tensorOf(await ask({ p: open, x, h })), h);
        if (off < 1e-9) return undefined;
        return `with a bias of 60 at gate z, z is 1 and the new state is the old one; yours differs from it by up to ${off.toPrecision(2)}.`;
      },
    }),
    law({
      title: 'lines of a batch do not touch each other',
      share: 0.1,
      holds: async (ask, rng) => {
        const p = drawGru(rng, 3, 5);
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
