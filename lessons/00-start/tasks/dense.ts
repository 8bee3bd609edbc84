import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  randomTensor,
  seeded,
  values,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('00-start/dense.json'));
const drawn = seeded(
  2,
  (rng) => ({
    p: { w: randomTensor(rng, [5, 7]), b: randomTensor(rng, [7]) },
    x: randomTensor(rng, [3, 5]),
  }),
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
    "einsum('B I, I F -> B F', x, p.w) multiplies every row with the weights.",
    'add(..., p.b) adds the bias to every row: a [F] broadcasts over [B, F].',
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'B F' } }),
    values({ cases: [...known, ...drawn], share: 0.6 }),
    gradient({ cases: [...known, ...drawn], withRespectTo: ['p.w', 'p.b', 'x'], share: 0.4 }),
  ],
};
