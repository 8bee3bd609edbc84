import type { Task } from '../../../grader/checks/index.js';
import { sameAnswer } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { twice } from '../../values.js';
import { drawClassified, drawnClassified } from '../draw.js';

export const crossEntropy: Task = {
  id: 'cross-entropy',
  title: 'How surprised is the model?',
  from: 'src/train/losses.ts',
  name: 'crossEntropy',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: ['log-softmax'],
  forbidden: ['tf.losses', 'tf.logSoftmax', 'tf.softmax', 'tf.logSumExp'],
  hints: [
    'Per row, one entry of the log-probabilities counts: the one at the target.',
    "pick('B C, B -> B', logp, targets) takes the entry at its target out of each row.",
    "Take the mean of these with mean('B -> ', ...), and turn the sign round.",
  ],
  checks: [
    ...layerChecks({
      known: '00-start/cross-entropy',
      drawn: drawnClassified,
      axes: { '': '' },
      withRespectTo: ['logits'],
      shares: { values: 0.5, gradient: 0.3 },
    }),
    sameAnswer({
      title: 'a batch twice over costs the same',
      share: 0.2,
      ask: (rng) => {
        const { logits, targets } = drawClassified(rng, { B: 3, V: 7 });
        return [
          { logits, targets },
          { logits: twice(logits), targets: twice(targets) },
        ];
      },
      what: 'giving the same 3 rows twice over',
      why: 'A mean does not change.',
    }),
  ],
};
