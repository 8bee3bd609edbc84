import { ofSizes, type Task } from '../../../grader/checks/index.js';
import { drawGru, drawsStep, leaning, stepSizes } from '../../drawn.js';
import { knownAnswer, rowsApart } from '../../laws.js';
import { layerChecks } from '../../standard.js';

const draw = drawsStep(drawGru);

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
    ...layerChecks({
      known: '02-gru/gru-cell',
      drawn: ofSizes(stepSizes, draw, 'drawn weights'),
      axes: { '': 'B U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.bIh', 'p.bHh', 'x', 'h'],
      shares: { values: 0.5, gradient: 0.3 },
    }),
    knownAnswer({
      title: 'z near 1 keeps the old state',
      share: 0.1,
      ask: (rng) => {
        const { p, x, h } = draw(rng, stepSizes[0]);
        return { args: { p: { ...p, bIh: leaning(p.bIh, 0, 60, 0) }, x, h }, right: h };
      },
      says: (off) =>
        `with a bias of 60 at gate z, z is 1 and the new state is the old one; yours differs from it by up to ${off}.`,
    }),
    rowsApart({ share: 0.1, draw: (rng) => draw(rng, stepSizes[1]), batched: ['x', 'h'] }),
  ],
};
