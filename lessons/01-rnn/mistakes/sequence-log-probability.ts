import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, logSoftmax, mul, oneHot, sub, sum, unstack } from '../../../src/core/index.js';
import type { sequenceLogProbability } from '../../../src/train/losses.js';

export const bank: MistakeBank<typeof sequenceLogProbability> = {
  mistakes: {
    'mean-for-sum': {
      edit: {
        "sum('B T -> B', logp)": "div(sum('B T -> B', logp), sum('B T -> B', mask))",
      },
      place: 'Compare a line with its first half. Which is likelier, and which is in yours?',
      probe:
        'A line of 2 tokens, each with probability 1/2, has probability 1/4, so log 1/4 = -1.386. Is yours -0.693?',
      cause:
        'You divide the sum by the number of real tokens. That mean compares texts of different length, and is 0 / 0 for a line without a token. The probability of a line is a product over its tokens, so its logarithm is a sum.',
    },
    'padding-counted': {
      edit: {
        "masked(logits, rearrange('B T -> B T 1', mask), 0)": 'logits',
        'mul(logp, mask)': 'logp',
      },
      place: 'Change a score at a place of padding. Does the line become likelier?',
      probe: 'With a mask of ones all is right. What happens to yours when an entry becomes 0?',
      cause:
        'You do not use the mask, so a short line pays for its padding. Multiply the log-probabilities by the mask before you add them up.',
    },
    'logarithm-of-the-softmax': {
      edit: {
        "pick('B T V, B T -> B T', logSoftmax(scores), targets, what)":
          "log(pick('B T V, B T -> B T', softmax(scores), targets))",
      },
      place: 'Most lines are right. Look at scores that lie far apart.',
      probe:
        'What does softmax give for scores [0, 1000], and what is the logarithm of its first entry?',
      cause:
        'The softmax rounds a very unlikely token to 0, and log 0 is minus infinity. logSoftmax gives -1000 there.',
    },
    'epsilon-inside-the-logarithm': {
      edit: {
        "pick('B T V, B T -> B T', logSoftmax(scores), targets, what)":
          "log(add(pick('B T V, B T -> B T', softmax(scores), targets), 1e-8))",
      },
      place: 'Likely tokens are right. Look at very unlikely ones.',
      probe: 'Scores [0, 1000] give the first token the log-probability -1000. Is yours about -18?',
      cause:
        'You add a small number to the probability so that its logarithm stays finite. No token can then cost more than that number allows. logSoftmax is exact and needs no such help.',
    },
  },
  variants: {
    'step-by-step': (logits, targets, mask) => {
      const [right, real] = [unstack(targets, 1), unstack(mask, 1)];
      let total: tf.Tensor1D = tf.zeros([logits.shape[0]]);
      unstack(logits, 1).forEach((scores, t) => {
        const hot = oneHot(right[t] ?? tf.tensor1d([], 'int32'), logits.shape[2]);
        const logp = sum('B V -> B', mul(logSoftmax(scores), hot));
        total = add(total, mul(logp, real[t] ?? 0));
      });
      return total;
    },
    'logarithm-of-the-sum': (logits, targets, mask) => {
      const all = tf.logSumExp<tf.Tensor2D>(logits, 2);
      const right = sum('B T V -> B T', mul(logits, oneHot(targets, logits.shape[2])));
      const logp = sub(right, all);
      return tf.sum<tf.Tensor1D>(tf.where(tf.cast(mask, 'bool'), logp, tf.zerosLike(logp)), 1);
    },
  },
};
