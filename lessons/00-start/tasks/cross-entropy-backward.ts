import {
  backward,
  contract,
  fixture,
  ofSizes,
  randomInts,
  randomTensor,
  seeded,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawFar } from '../../drawn.js';
import { byHand, rowsSumTo } from '../../laws.js';

const draw = (rng: Draws, B: number, C: number) => ({
  logits: randomTensor(rng, [B, C], 2),
  targets: randomInts(rng, [B], 0, C),
});
const known = fixture('00-start/cross-entropy-backward');
const sizes = [
  { B: 3, C: 5 },
  { B: 4, C: 4 },
  { B: 1, C: 2 },
];
const drawn = ofSizes(sizes, (rng, { B, C }) => draw(rng, B, C), 'drawn logits');
const far = seeded(
  1,
  (rng) => ({ ...draw(rng, 3, 5), logits: drawFar(rng, [3, 5]) }),
  'sure and often wrong',
);

export const crossEntropyBackward: Task = {
  id: 'cross-entropy-backward',
  title: 'The gradient of the cross-entropy, by hand',
  from: 'src/train/losses.ts',
  name: 'crossEntropyBackward',
  kind: 'derive',
  core: false,
  points: 10,
  difficulty: 3,
  minutes: 20,
  needs: ['softmax', 'log-softmax'],
  forbidden: byHand,
  hints: [
    'Write the loss of one row as log(sum of exp(x)) - x[target]. What is the derivative of each half?',
    'The derivative of log(sum of exp(x)) with respect to x[c] is a function you have written.',
    'Softmax, minus 1 at the target; then think of what the mean over the batch does to every row.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B C' } }),
    backward({ cases: [...known, ...drawn, ...far], share: 0.8 }),
    rowsSumTo(0, {
      title: 'each row sums to 0',
      share: 0.2,
      draw: (rng) => draw(rng, 2, 7),
      why: 'Adding a constant to all scores of a row changes no loss, so the sum must be 0.',
    }),
  ],
};
