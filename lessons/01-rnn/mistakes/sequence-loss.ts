import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  div,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  pick,
  shape,
  sub,
  sum,
} from '../../../src/core/index.js';
import type { sequenceLoss } from '../../../src/train/losses.js';

export const bank: MistakeBank<typeof sequenceLoss> = {
  mistakes: {
    'divided-by-all-places': {
      place:
        'The surprise at each place is right, and padding adds nothing to the sum. Look at what divides the sum.',
      probe:
        'Take one line of two real tokens, each costing 1 nat. The loss is 1. Now add two places of padding after it: what should the loss be, and what is yours?',
      cause:
        'mean divides by all B T places, padding included, so a batch with much padding looks better than it is. Divide by the number of real tokens: the sum of the mask.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        shape('B T V', logits, 'sequenceLoss logits');
        const logp = logSoftmax(logits); // [B, T, V]
        const nats = neg(pick('B T V, B T -> B T', logp, targets)); // [B, T]
        return mean('B T -> ', mul(nats, mask));
      },
    },
    'mean-of-line-means': {
      edit: {
        "div(neg(sum('B T -> ', logp)), real)":
          "mean('B -> ', div(neg(sum('B T -> B', logp)), sum('B T -> B', mask)))",
      },
      place:
        'With lines of equal length all is right. Look at a batch with a short and a long line, and at a line that is all padding.',
      probe:
        'One line of 1 token costs 3 nats, another of 3 tokens costs 1 nat each: 6 nats for 4 tokens. What is your mean?',
      cause:
        'You average each line first and the averages afterwards. A token in a short line then counts more than one in a long line, and a line without a token is 0 / 0. Add up everything, then divide once.',
    },
    'per-line': {
      edit: { "div(neg(sum('B T -> ', logp)), real)": "div(neg(sum('B T -> ', logp)), B)" },
      place: 'Look at what divides the sum.',
      probe: 'One line of three tokens, each costing 1 nat: the loss is 1. Is yours 3?',
      cause:
        'You divide the sum by the number of lines. That makes long lines look worse than short ones. Divide by the number of real tokens.',
    },
    'sum-for-mean': {
      edit: { "div(neg(sum('B T -> ', logp)), real)": "neg(sum('B T -> ', logp))" },
      place: 'Is your loss larger for a longer line of the same kind?',
      probe: 'Put a copy of the batch below it. The loss should stay the same. Does yours double?',
      cause:
        'This is the sum over all real tokens. Divide by their number; otherwise the size of the batch decides how large a step the training takes.',
    },
    'mask-ignored': {
      edit: {
        "masked(logits, rearrange('B T -> B T 1', mask), 0)": 'logits',
        'mul(logp, mask)': 'logp',
        "div(neg(sum('B T -> ', logp)), real)": "neg(mean('B T -> ', logp))",
      },
      place: 'Change a score at a place of padding. Does the loss change?',
      probe:
        'With a mask of ones all is right. What happens to your loss when one entry becomes 0?',
      cause:
        'You do not use the mask, so the model pays for not predicting padding. Multiply the surprises by the mask, and divide by its sum.',
    },
    'only-the-divisor-masked': {
      edit: {
        "masked(logits, rearrange('B T -> B T 1', mask), 0)": 'logits',
        'mul(logp, mask)': 'logp',
      },
      place: 'Change a score at a place of padding. Does the loss change?',
      probe: 'Where does the mask belong: in the sum, in what divides it, or in both?',
      cause:
        'You divide by the number of real tokens, but your sum runs over padding too. Multiply the surprises by the mask before you add them up.',
    },
    'sign-missing': {
      edit: { "neg(sum('B T -> ', logp))": "sum('B T -> ', logp)" },
      place: 'Is your loss negative?',
      probe: 'The logarithm of a probability is at most 0. What is a surprise?',
      cause:
        'This is the mean log-probability. Training makes it as small as it can, so the model would learn to be wrong. The loss is its negative.',
    },
    'logarithm-of-the-softmax': {
      edit: {
        "pick('B T V, B T -> B T', logSoftmax(scores), targets, what)":
          "log(pick('B T V, B T -> B T', softmax(scores), targets))",
      },
      place: 'Most batches are right. Look at scores that lie far apart.',
      probe:
        'What does softmax give for scores [0, 1000], and what is the logarithm of its first entry?',
      cause:
        'The softmax rounds a very unlikely token to 0, and its logarithm is minus infinity. logSoftmax gives -1000 there, a surprise of 1000 nats.',
    },
  },
  variants: {
    'weights-of-tokens': (logits, targets, mask) => {
      const [B, T, V] = logits.shape;
      const weights = div(mask, tf.sum<tf.Scalar>(mask));
      const logp = logSoftmax(tf.reshape<tf.Rank.R2>(logits, [B * T, V]));
      const flat = tf.reshape<tf.Rank.R1>(targets, [B * T]);
      const picked = sum('N V -> N', mul(logp, oneHot(flat, V)));
      return neg(sum('N -> ', mul(picked, tf.reshape<tf.Rank.R1>(weights, [B * T]))));
    },
    'logarithm-of-the-sum': (logits, targets, mask) => {
      const all = tf.logSumExp<tf.Tensor2D>(logits, 2);
      const right = sum('B T V -> B T', mul(logits, oneHot(targets, logits.shape[2])));
      const total = sum('B T -> ', mul(sub(all, right), mask));
      return div(total, sum('B T -> ', mask));
    },
  },
};
