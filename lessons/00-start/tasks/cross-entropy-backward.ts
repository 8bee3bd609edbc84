import { seeded, type Task } from '../../../grader/checks/index.js';
import { byHand, rowsSumTo } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { mapEntries } from '../../values.js';
import { drawClassified, drawnClassified } from '../draw.js';

/** Right classes with next to no chance: the loss is so large that its differences say little. */
const hopeless = seeded(
  1,
  (rng) => {
    const { logits, targets } = drawClassified(rng, { B: 3, V: 5 });
    const isTarget = (at: number) => targets.data[Math.floor(at / 5)] === at % 5;
    return { logits: mapEntries(logits, (x, at) => (isTarget(at) ? 1e8 * (x - 9) : x)), targets };
  },
  'right classes far below',
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
    ...backwardChecks({
      known: '00-start/cross-entropy-backward',
      drawn: [...drawnClassified, ...hopeless],
      axes: { '': 'B C' },
      share: 0.8,
    }),
    rowsSumTo(0, {
      title: 'each row sums to 0',
      share: 0.2,
      draw: (rng) => drawClassified(rng, { B: 2, V: 7 }),
      why: 'Adding a constant to all scores of a row changes no loss, so the sum must be 0.',
    }),
  ],
};
