import { ofSizes, randomTensor, type Task } from '../../../grader/checks/index.js';
import { denseSizes, drawDense } from '../../drawn.js';
import { layerChecks } from '../../standard.js';

const drawn = ofSizes(
  denseSizes,
  (rng, { B, I, F }) => ({ p: drawDense(rng, I, F), x: randomTensor(rng, [B, I]) }),
  'drawn weights',
);

export const dense: Task = {
  id: 'dense',
  title: 'A dense layer',
  from: 'src/layers/dense.ts',
  name: 'dense',
  kind: 'write',
  core: true,
  points: 5,
  difficulty: 1,
  minutes: 5,
  needs: [],
  forbidden: ['tf.layers'],
  hints: [
    'Which axis do x and w share? It is the one that disappears.',
    "einsum('... I, I F -> ... F', x, p.w) multiplies every row with the weights.",
    'add(..., p.b) adds the bias to every row: a [F] broadcasts over [..., F].',
  ],
  checks: [
    ...layerChecks({
      known: '00-start/dense',
      drawn,
      axes: { '': 'B F' },
      withRespectTo: ['p.w', 'p.b', 'x'],
      shares: { values: 0.6, gradient: 0.4 },
    }),
  ],
};
