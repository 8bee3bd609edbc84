import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  div,
  einsum,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  shape,
  softmax,
  stack,
  sub,
  sum,
  unstack,
} from '../../../src/core/index.js';

/** Surprise at each place, [B, T]. */
function natsOf(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Tensor2D {
  const [B, T, V] = logits.shape;
  const rows = tf.reshape<tf.Rank.R2>(logits, [B * T, V]);
  const logp = tf.reshape<tf.Rank.R3>(logSoftmax(rows), [B, T, V]);
  return neg(sum('B T V -> B T', mul(logp, oneHot(targets, V))));
}

export const bank: MistakeBank = {
  mistakes: {
    'divided-by-all-places': {
      place:
        'The surprise at each place is right, and padding adds nothing to the sum. Look at what the sum is divided by.',
      probe:
        'Take one line of two real tokens, each costing 1 nat. The loss is 1. Now add two places of padding behind it: what should the loss be, and what is yours?',
      cause:
        'mean divides by all B T places, padding included, so a batch with much padding looks better than it is. Divide by the number of real tokens: the sum of the mask.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const { B, T, V } = shape('B T V', logits, 'sequenceLoss logits');
        const rows = tf.reshape<tf.Rank.R2>(logits, [B * T, V]);
        const logp = tf.reshape<tf.Rank.R3>(logSoftmax(rows), [B, T, V]);
        const nats = neg(sum('B T V -> B T', mul(logp, oneHot(targets, V))));
        return mean('B T -> ', mul(nats, mask));
      },
    },
    'mask-ignored': {
      place: 'Change a score at a place of padding. Does the loss move?',
      probe:
        'With a mask of ones all is right. What happens to your loss when one entry becomes 0?',
      cause:
        'The mask is not used: the model is punished for not predicting padding. Multiply the surprises by the mask, and divide by its sum.',
      run: function sequenceLoss(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Scalar {
        return mean('B T -> ', natsOf(logits, targets));
      },
    },
    'only-the-divisor-masked': {
      place: 'Change a score at a place of padding. Does the loss move?',
      probe: 'Which two things does the mask belong to: the sum, what it is divided by, or both?',
      cause:
        'The sum is divided by the number of real tokens but runs over padding too. Multiply the surprises by the mask before adding them up.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return div(sum('B T -> ', natsOf(logits, targets)), sum('B T -> ', mask));
      },
    },
    'scores-masked': {
      place: 'What is the mask multiplied with?',
      probe: 'A place whose scores are all 0 is not free: with V tokens it costs log V nats.',
      cause:
        'The scores of padding are set to 0, but scores of 0 are an even guess, which costs log V. Mask the surprises, not the scores.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const masked = einsum('B T V, B T -> B T V', logits, mask);
        return div(sum('B T -> ', natsOf(masked, targets)), sum('B T -> ', mask));
      },
    },
    'sum-for-mean': {
      place: 'Is your loss larger for a longer line of the same kind?',
      probe: 'Copy the batch and put the copy below it. The loss should stay. Does yours double?',
      cause:
        'This is the sum over all real tokens. Divide by their number, or the size of the batch decides how large a step the training takes.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return sum('B T -> ', mul(natsOf(logits, targets), mask));
      },
    },
    'mean-of-line-means': {
      place:
        'With lines of equal length all is right. Look at a batch with a short and a long line.',
      probe:
        'One line of 1 token costs 3 nats, another of 3 tokens costs 1 nat each: 6 nats for 4 tokens. What is your mean?',
      cause:
        'Each line is averaged first and the averages are averaged after, so a token in a short line counts more than one in a long line. Add up everything, then divide once.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const total = sum('B T -> B', mul(natsOf(logits, targets), mask));
        const lengths = tf.maximum<tf.Tensor1D>(sum('B T -> B', mask), 1);
        return mean('B -> ', div(total, lengths));
      },
    },
    'mean-of-line-means-unguarded': {
      place:
        'With lines of equal length all is right. Look at a batch with a short and a long line, and at a line that is all padding.',
      probe:
        'One line of 1 token costs 3 nats, another of 3 tokens costs 1 nat each: 6 nats for 4 tokens. What is your mean?',
      cause:
        'Each line is averaged first and the averages are averaged after, so a token in a short line counts more than one in a long line, and a line without a token is 0 / 0. Add up everything, then divide once.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const total = sum('B T -> B', mul(natsOf(logits, targets), mask));
        return mean('B -> ', div(total, sum('B T -> B', mask)));
      },
    },
    'per-line': {
      place: 'Look at what the sum is divided by.',
      probe: 'One line of three tokens, each costing 1 nat: the loss is 1. Is yours 3?',
      cause:
        'The sum is divided by the number of lines. That makes long lines look worse than short ones. Divide by the number of real tokens.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return div(sum('B T -> ', mul(natsOf(logits, targets), mask)), logits.shape[0]);
      },
    },
    'sign-missing': {
      place: 'Is your loss negative?',
      probe: 'The logarithm of a probability is at most 0. What is a surprise?',
      cause:
        'This is the mean log-probability, which training would make as small as it can: the model would learn to be wrong. The loss is its negative.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return neg(div(sum('B T -> ', mul(natsOf(logits, targets), mask)), sum('B T -> ', mask)));
      },
    },
    'probabilities-not-logarithms': {
      place: 'What does a model pay that gives the right token probability 0.5?',
      probe: 'Scores of 0 over V = 4 tokens: the loss is log 4 = 1.39. Is yours -0.25?',
      cause:
        'The probabilities of the targets are averaged, not their logarithms. Take logSoftmax of the scores, not softmax.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const [B, T, V] = logits.shape;
        const p = tf.reshape<tf.Rank.R3>(softmax(tf.reshape<tf.Rank.R2>(logits, [B * T, V])), [
          B,
          T,
          V,
        ]);
        const nats = neg(sum('B T V -> B T', mul(p, oneHot(targets, V))));
        return div(sum('B T -> ', mul(nats, mask)), sum('B T -> ', mask));
      },
    },
    'softmax-over-time': {
      place: 'At one place of one line, which numbers should have probabilities that sum to 1?',
      probe: 'With one time step only, your loss is 0 whatever the scores. Why?',
      cause:
        'The softmax runs along the line and not along the vocabulary: the places compete with each other, where the tokens should. Keep V as the last axis when you reshape.',
      run: function sequenceLoss(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const [B, T, V] = logits.shape;
        const rows = tf.reshape<tf.Rank.R2>(tf.transpose(logits, [0, 2, 1]), [B * V, T]);
        const logp = tf.transpose(tf.reshape<tf.Rank.R3>(logSoftmax(rows), [B, V, T]), [0, 2, 1]);
        const nats = neg(sum('B T V -> B T', mul(logp, oneHot(targets, V))));
        return div(sum('B T -> ', mul(nats, mask)), sum('B T -> ', mask));
      },
    },
  },
  variants: {
    'weights-of-tokens': function sequenceLoss(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const [B, T, V] = logits.shape;
      const weights = div(mask, tf.sum<tf.Scalar>(mask));
      const logp = logSoftmax(tf.reshape<tf.Rank.R2>(logits, [B * T, V]));
      const flat = tf.reshape<tf.Rank.R1>(targets, [B * T]);
      const picked = sum('N V -> N', mul(logp, oneHot(flat, V)));
      return neg(sum('N -> ', mul(picked, tf.reshape<tf.Rank.R1>(weights, [B * T]))));
    },
    'logarithm-of-the-sum': function sequenceLoss(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const all = tf.logSumExp<tf.Tensor2D>(logits, 2);
      const right = sum('B T V -> B T', mul(logits, oneHot(targets, logits.shape[2])));
      const total = sum('B T -> ', mul(sub(all, right), mask));
      return div(total, sum('B T -> ', mask));
    },
    'step-by-step': function sequenceLoss(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const steps = unstack(targets, 1);
      const nats = unstack(logits, 1).map((scores, t) => {
        const hot = oneHot(steps[t] ?? tf.tensor1d([], 'int32'), logits.shape[2]);
        return neg(sum('B V -> B', mul(logSoftmax(scores), hot)));
      });
      return div(sum('B T -> ', mul(stack(nats, 1), mask)), sum('B T -> ', mask));
    },
  },
};
