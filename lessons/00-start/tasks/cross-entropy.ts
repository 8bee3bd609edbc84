import {
  contract,
  fixture,
  gradient,
  ofSizes,
  randomInts,
  randomTensor,
  seeded,
  values,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawFar } from '../../drawn.js';
import { sameAnswer } from '../../laws.js';
import { twice } from '../../values.js';

const draw = (rng: Draws, B: number, C: number) => ({
  logits: randomTensor(rng, [B, C], 2),
  targets: randomInts(rng, [B], 0, C),
});
const known = fixture('00-start/cross-entropy');
const sizes = [
  { B: 2, C: 5 },
  { B: 4, C: 4 },
  { B: 1, C: 3 },
];
const drawn = ofSizes(sizes, (rng, { B, C }) => draw(rng, B, C), 'drawn logits');
const far = seeded(
  2,
  (rng, i) => ({ ...draw(rng, 3 + i, 3), logits: drawFar(rng, [3 + i, 3]) }),
  'sure and often wrong',
);

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
  forbidden: ['tf.losses', 'tf.logSoftmax', 'tf.softmax'],
  hints: [
    'Per row, one entry of the log-probabilities counts: the one at the target.',
    'oneHot(targets, C) is 1 at the target and 0 elsewhere; multiplied with the log-probabilities it leaves that entry.',
    "Sum what is left with sum('B C -> ', ...), turn the sign round, divide by B.",
  ],
  checks: [
    contract({ cases: drawn, axes: { '': '' } }),
    values({ cases: [...known, ...drawn, ...far], share: 0.5 }),
    gradient({ cases: [...drawn, ...far], withRespectTo: ['logits'], share: 0.3 }),
    sameAnswer({
      title: 'a batch twice over costs the same',
      share: 0.2,
      ask: (rng) => {
        const { logits, targets } = draw(rng, 3, 7);
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
