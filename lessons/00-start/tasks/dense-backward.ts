import { ofSizes, randomTensor, type Task } from '../../../grader/checks/index.js';
import { denseSizes, drawDense } from '../../drawn.js';
import { byHand } from '../../laws.js';
import { backwardChecks } from '../../standard.js';

const drawn = ofSizes(
  denseSizes,
  (rng, { B, I, F }) => ({
    p: drawDense(rng, I, F),
    x: randomTensor(rng, [B, I]),
    dy: randomTensor(rng, [B, F]),
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
  forbidden: byHand,
  hints: [
    'Begin with one entry: which results does w[i, f] take part in, and with which factor?',
    'w[i, f] meets x[b, i] in every row b and lands in y[b, f]: dw[i, f] sums x[b, i] dy[b, f] over b. Ask the same of b[f] and of x[b, i].',
    "The shapes decide: dw is [I, F] from 'B I, B F', db is [F] from 'B F', dx is [B, I] from 'B F, I F'.",
  ],
  checks: [
    ...backwardChecks({
      known: '00-start/dense-backward',
      drawn,
      axes: { dw: 'I F', db: 'F', dx: 'B I' },
      share: 1,
    }),
  ],
};
