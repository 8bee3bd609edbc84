import type { Task } from '../../../grader/checks/index.js';
import { byHand, rowsSumTo } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { drawClassified, drawnClassified } from '../draw.js';

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
      drawn: drawnClassified,
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
