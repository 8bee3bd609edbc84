import { loadFixture } from '../../../fixtures/load.js';
import {
  backward,
  contract,
  fixtureCases,
  randomTensor,
  seeded,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('00-start/dense-backward.json'));
const drawn = seeded(
  2,
  (rng) => ({
    p: { w: randomTensor(rng, [5, 7]), b: randomTensor(rng, [7]) },
    x: randomTensor(rng, [3, 5]),
    dy: randomTensor(rng, [3, 7]),
  }),
  'drawn weights',
);

export const denseBackward: Task = {
  id: 'dense-backward',
  title: 'The gradient of a dense layer, by hand',
  from: 'src/layers/dense.ts',
  name: 'denseBackward',
  kind: 'derive',
  core: true,
  points: 15,
  difficulty: 3,
  minutes: 20,
  needs: [],
  forbidden: [
    'tf.grad',
    'tf.grads',
    'tf.valueAndGrad',
    'tf.valueAndGrads',
    'tf.variableGrads',
    'core.numericGradient',
  ],
  hints: [
    'Begin with one entry: which results does w[i, f] take part in, and with which factor?',
    'w[i, f] meets x[b, i] in every row b and lands in y[b, f]: dw[i, f] sums x[b, i] dy[b, f] over b. Ask the same of b[f] and of x[b, i].',
    "The shapes decide: dw is [I, F] from 'B I, B F', db is [F] from 'B F', dx is [B, I] from 'B F, I F'.",
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { dw: 'I F', db: 'F', dx: 'B I' } }),
    backward({ cases: [...known, ...drawn], share: 1 }),
  ],
};
