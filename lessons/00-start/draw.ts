import {
  ofSizes,
  randomInts,
  randomTensor,
  seeded,
  type Draws,
} from '../../grader/checks/index.js';
import { drawFar } from '../drawn.js';

const sizes = [
  { B: 3, V: 5 },
  { B: 4, V: 4 },
  { B: 1, V: 7 },
] as const;
type Size = Readonly<Record<'B' | 'V', number>>;

export const drawnScores = ofSizes(
  sizes,
  (rng, { B, V }) => ({ x: randomTensor(rng, [B, V], 2) }),
  'drawn scores',
);
export const farScores = seeded(
  2,
  (rng, i) => ({ x: drawFar(rng, [2 + i, 5]) }),
  'scores far apart',
);

/** Scores of each class, and the right ones. */
export const drawClassified = (rng: Draws, { B, V }: Size) => ({
  logits: randomTensor(rng, [B, V], 2),
  targets: randomInts(rng, [B], 0, V),
});

export const drawnClassified = [
  ...ofSizes(sizes, drawClassified, 'drawn scores'),
  ...seeded(
    2,
    (rng, i) => ({
      ...drawClassified(rng, { B: 3 + i, V: 3 }),
      logits: drawFar(rng, [3 + i, 3]),
    }),
    'sure and often wrong',
  ),
];
