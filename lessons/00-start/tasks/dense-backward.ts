import {
  ofSizes,
  randomTensor,
  seeded,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { denseSizes, drawDense } from '../../drawn.js';
import { byHand } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { mapEntries } from '../../values.js';

const draw = (rng: Draws, { B, I, F }: Record<'B' | 'I' | 'F', number>) => ({
  p: drawDense(rng, I, F),
  x: randomTensor(rng, [B, I]),
  dy: randomTensor(rng, [B, F]),
});

/** A row of weights so large that differences of a loss drown in rounding; no formula does. */
const withLargeRow = ({ p, x, dy }: ReturnType<typeof draw>) => {
  const [, F = 1] = p.w.shape;
  return { p: { ...p, w: mapEntries(p.w, (w, at) => (at < F ? 1e8 * w : w)) }, x, dy };
};

const drawn = [
  ...ofSizes(denseSizes, draw, 'drawn weights'),
  ...seeded(
    1,
    (rng) => withLargeRow(draw(rng, denseSizes[0])),
    'weights orders of magnitude apart',
  ),
];

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
