import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  div,
  einsum,
  exp,
  log,
  logSoftmax,
  max,
  mul,
  neg,
  oneHot,
  softmax,
  sub,
  sum,
  unstack,
} from '../../../src/core/index.js';

/** Rows of a [B, T, V] through a function of [rows, V]. */
function rowwise(f: (x: tf.Tensor2D) => tf.Tensor2D, logits: tf.Tensor3D): tf.Tensor3D {
  const [B, T, V] = logits.shape;
  return tf.reshape<tf.Rank.R3>(f(tf.reshape<tf.Rank.R2>(logits, [B * T, V])), [B, T, V]);
}

/** Of each place the entry that the target names, [B, T]. */
function picked(x: tf.Tensor3D, targets: tf.Tensor2D): tf.Tensor2D {
  return sum('B T V -> B T', mul(x, oneHot(targets, x.shape[2])));
}

export const bank: MistakeBank = {
  mistakes: {
    'mean-for-sum': {
      place:
        'Compare a line with its first half. Which of them is likelier, and which is in yours?',
      probe:
        'A line of 2 tokens, each with probability 1/2, has probability 1/4, so log 1/4 = -1.386. Is yours -0.693?',
      cause:
        'The sum is divided by the number of real tokens: that is the mean, by which texts of different length are compared. The probability of the line is the product over its tokens, so its logarithm is their sum.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const logp = mul(picked(rowwise(logSoftmax, logits), targets), mask);
        return div(sum('B T -> B', logp), tf.maximum<tf.Tensor1D>(sum('B T -> B', mask), 1));
      },
    },
    'mean-for-sum-unguarded': {
      place:
        'Compare a line with its first half. Which of them is likelier, and which is in yours? Then look at a line that is all padding.',
      probe:
        'A line of 2 tokens, each with probability 1/2, has probability 1/4, so log 1/4 = -1.386. Is yours -0.693?',
      cause:
        'The sum is divided by the number of real tokens: that is the mean, and 0 / 0 for a line without a token. The probability of the line is the product over its tokens, so its logarithm is their sum.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const logp = mul(picked(rowwise(logSoftmax, logits), targets), mask);
        return div(sum('B T -> B', logp), sum('B T -> B', mask));
      },
    },
    'divided-by-all-places': {
      place: 'Add a place of padding at the end of a line. Does its number change?',
      probe:
        'A line of 2 tokens, each with probability 1/2, has log 1/4 = -1.386, however many places of padding follow. What is yours with two of them?',
      cause:
        'The sum is divided by T. Nothing is to be divided: the logarithm of a product is the sum of the logarithms.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const logp = mul(picked(rowwise(logSoftmax, logits), targets), mask);
        return div(sum('B T -> B', logp), logits.shape[1]);
      },
    },
    'padding-counted': {
      place: 'Change a score at a place of padding. Does the line become likelier?',
      probe: 'With a mask of ones all is right. What happens to yours when an entry becomes 0?',
      cause:
        'The mask is not used, so a short line pays for its padding. Multiply the log-probabilities by the mask before you add them up.',
      run: function sequenceLogProbability(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Tensor1D {
        return sum('B T -> B', picked(rowwise(logSoftmax, logits), targets));
      },
    },
    'scores-masked': {
      place: 'With what is the mask multiplied?',
      probe: 'A place whose scores are all 0 is not free: each of V tokens has log 1 / V there.',
      cause:
        'The scores of padding are set to 0, which is an even guess and costs log V. Mask the log-probabilities, not the scores.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const masked = einsum('B T V, B T -> B T V', logits, mask);
        return sum('B T -> B', picked(rowwise(logSoftmax, masked), targets));
      },
    },
    'probabilities-masked': {
      place: 'Lines without padding are right. What is the logarithm of your factor for padding?',
      probe: 'Padding should change nothing: as a factor that is 1, and as a logarithm 0.',
      cause:
        'The probability is multiplied by the mask before the logarithm is taken, and log 0 is minus infinity. Take the logarithms first, then mask.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const p = picked(rowwise(softmax, logits), targets);
        return sum('B T -> B', log(mul(p, mask)));
      },
    },
    'product-of-probabilities': {
      place:
        'Most lines are right. Look at long ones, and at very unlikely tokens: how small is the number that you take the logarithm of?',
      probe: 'What is 0.1 ** 400 in JavaScript, and what is its logarithm?',
      cause:
        'The probabilities are multiplied and the logarithm is taken at the end. The product of many probabilities is too small for a float and becomes 0: add up their logarithms instead.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const p = picked(rowwise(softmax, logits), targets);
        const factors: tf.Tensor2D = tf.pow(p, mask);
        return log(tf.prod<tf.Tensor1D>(factors, 1));
      },
    },
    'logarithm-of-the-softmax': {
      place: 'Most lines are right. Look at scores in the hundreds.',
      probe:
        'What does softmax give for scores [0, 1000], and what is the logarithm of its first entry?',
      cause:
        'The softmax rounds a very unlikely token to 0, and log 0 is minus infinity. logSoftmax gives -1000 there.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const logp = log(picked(rowwise(softmax, logits), targets));
        return sum('B T -> B', mul(logp, mask));
      },
    },
    'probability-for-its-logarithm': {
      place: 'Is your result negative?',
      probe: 'A line with probability 1/4 should give -1.386. Does yours give 0.25?',
      cause:
        'This is the probability itself. It is right in theory, but for a page of text it is 0 in any float: return the sum of the logarithms as it is.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        return exp(sum('B T -> B', mul(picked(rowwise(logSoftmax, logits), targets), mask)));
      },
    },
    'probabilities-added': {
      place: 'Is your result negative? The logarithm of a probability is at most 0.',
      probe: 'Two tokens, each with probability 1/2: the line has log 1/4 = -1.386. Is yours 1?',
      cause:
        'Probabilities are added up. What adds up is their logarithms: take logSoftmax of the scores, not softmax.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        return sum('B T -> B', mul(picked(rowwise(softmax, logits), targets), mask));
      },
    },
    'sign-turned': {
      place: 'Is your result positive?',
      probe: 'Of two lines the likelier one should have the larger number. Has it?',
      cause:
        'This is the surprise, the negative of what is asked. The logarithm of a probability is at most 0.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        return neg(sum('B T -> B', mul(picked(rowwise(logSoftmax, logits), targets), mask)));
      },
    },
    'all-lines-together': {
      place: 'Compare the shape of your result with [B].',
      probe: 'Two lines are to be ranked. How many numbers do you need?',
      cause:
        "The sum runs over lines and time. Each line wants its own: sum over time alone, 'B T -> B'.",
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return sum('B T -> ', mul(picked(rowwise(logSoftmax, logits), targets), mask));
      },
    },
    'likeliest-token-for-the-target': {
      place: 'Change a target. Does your result change?',
      probe: 'Two lines of different tokens, the same scores: they should differ. Do they?',
      cause:
        'At each place the log-probability of the likeliest token is taken, whatever the line says. Pick that of the target.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        _targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        const best = max('B T V -> B T', rowwise(logSoftmax, logits));
        return sum('B T -> B', mul(best, mask));
      },
    },
    'scores-added': {
      place: 'Add 10 to all scores of one place. Does your result change?',
      probe: 'Scores of 0 for both of two tokens: the log-probability is log 1/2. Is yours 0?',
      cause:
        'The scores themselves are added up. A score says nothing by itself: logSoftmax compares it with the others at its place.',
      run: function sequenceLogProbability(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Tensor1D {
        return sum('B T -> B', mul(picked(logits, targets), mask));
      },
    },
  },
  variants: {
    'step-by-step': function sequenceLogProbability(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Tensor1D {
      const [right, real] = [unstack(targets, 1), unstack(mask, 1)];
      let total: tf.Tensor1D = tf.zeros([logits.shape[0]]);
      unstack(logits, 1).forEach((scores, t) => {
        const hot = oneHot(right[t] ?? tf.tensor1d([], 'int32'), logits.shape[2]);
        const logp = sum('B V -> B', mul(logSoftmax(scores), hot));
        total = add(total, mul(logp, real[t] ?? 0));
      });
      return total;
    },
    'logarithm-of-the-sum': function sequenceLogProbability(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Tensor1D {
      const all = tf.logSumExp<tf.Tensor2D>(logits, 2);
      return sum('B T -> B', mul(sub(picked(logits, targets), all), mask));
    },
    'zeros-where-there-is-padding': function sequenceLogProbability(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Tensor1D {
      const logp = picked(rowwise(logSoftmax, logits), targets);
      const kept: tf.Tensor2D = tf.where(tf.cast(mask, 'bool'), logp, tf.zerosLike(logp));
      return tf.sum<tf.Tensor1D>(kept, 1);
    },
  },
};
