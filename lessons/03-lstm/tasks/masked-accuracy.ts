import {
  ints,
  ofSizes,
  randomInts,
  randomTensor,
  tensor,
  TensorValue,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawMask } from '../../drawn.js';
import { paddingSilent, sameAnswer } from '../../laws.js';
import { valueChecks } from '../../standard.js';
import { mapEntries } from '../../values.js';

const C = 5;

/** Scores of C classes, and targets of which about half are the class with the highest score. */
function draw(rng: Draws, B: number, T: number) {
  const logits = randomTensor(rng, [B, T, C], 2);
  const targets = mapEntries(randomInts(rng, [B, T], 0, C), (other, at) => {
    const scores = [...logits.data.slice(at * C, (at + 1) * C)];
    return rng.uniform() < 0.5 ? scores.indexOf(Math.max(...scores)) : other;
  });
  return { logits, targets, mask: drawMask(rng, B, T) };
}

const drawn = ofSizes(
  [
    { B: 3, T: 11, dtype: 'float32' },
    { B: 4, T: 7, dtype: 'float32' },
    { B: 2, T: 11, dtype: 'bool' },
    { B: 5, T: 5, dtype: 'bool' },
    { B: 1, T: 1, dtype: 'float32' },
  ] as const,
  (rng, { B, T, dtype }) => {
    const { mask, ...others } = draw(rng, B, T);
    return { ...others, mask: new TensorValue(dtype, mask.shape, mask.data) };
  },
  'drawn scores',
);

export const maskedAccuracy: Task = {
  id: 'masked-accuracy',
  title: 'Right answers per real word',
  from: 'src/metrics/masked-accuracy.ts',
  name: 'maskedAccuracy',
  kind: 'debug',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: [],
  hints: [
    'Run it on a batch of lines that are equally long: it is right there. What changes when one line is longer than another?',
    'Take a line of one word, tagged rightly, and a line of nine, none of them right. Of ten words one is right. What does the stub say, and which two numbers does it weigh alike?',
    'Do not divide line by line. Add up the right words of the whole batch, add up its real words, and divide once.',
  ],
  wrongVersion: 'mean-of-the-lines',
  equivalentEdits: {
    "sum becomes mean: sum('B T -> ', mul(real, tf.cast(broken, 'float32')))":
      'It only decides whether to refuse; what wrong input does is not part of the task.',
    "real left out: mul(real, tf.cast(broken, 'float32'))":
      'It only decides whether to refuse; what wrong input does is not part of the task.',
  },
  checks: [
    ...valueChecks({ known: '03-lstm/masked-accuracy', drawn, axes: { '': '' }, share: 0.6 }),
    paddingSilent({
      share: 0.2,
      draw: (rng) => draw(rng, 3, 7),
      elsewhere: (rng) => {
        const { logits, targets } = draw(rng, 3, 7);
        return { logits, targets };
      },
    }),
    sameAnswer({
      title: 'it does not matter how words are spread over lines',
      share: 0.2,
      ask: (rng) => {
        const { logits, targets, mask } = draw(rng, 3, 7);
        const inOne = {
          logits: tensor([1, 21, C], logits.data),
          targets: ints([1, 21], targets.data),
          mask: tensor([1, 21], mask.data),
        };
        return [{ logits, targets, mask }, inOne];
      },
      what: 'laying the words of three lines end to end in one line',
      why: 'They are the same words with the same answers: each is to count once.',
    }),
  ],
};
