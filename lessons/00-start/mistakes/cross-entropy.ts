import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, log, logSoftmax, mean, mul, neg, oneHot, sum } from '../../../src/core/index.js';

export const bank: MistakeBank = {
  mistakes: {
    'sum-for-mean': {
      place: 'Compare a batch with the same batch twice over.',
      probe: 'Two equal rows should cost on average what one costs.',
      cause:
        'The rows are added up and never divided by B, so the loss and its gradient grow with the batch. Take the mean over the rows.',
      run: function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
        const logp = logSoftmax(logits);
        return neg(sum('B C -> ', mul(logp, oneHot(targets, logits.shape[1]))));
      },
    },
    'mean-over-classes-too': {
      place: 'By which factor are you too small? Compare it with C.',
      probe: 'For logits [[0, 0]] the loss is log 2, about 0.693.',
      cause:
        'The mean runs over all B x C entries, most of which the one-hot made zero. Only B of them count: sum over the classes, then take the mean over the rows.',
      run: function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
        const logp = logSoftmax(logits);
        return neg(mean('B C -> ', mul(logp, oneHot(targets, logits.shape[1]))));
      },
    },
    'sign-forgotten': {
      place: 'Look at the sign of your loss.',
      probe: 'A logarithm of a probability is at most 0. What should a loss be?',
      cause:
        'The minus is missing: this is the mean log-probability, and training would make it small, which means to be wrong on purpose.',
      run: function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
        const logp = logSoftmax(logits);
        return div(sum('B C -> ', mul(logp, oneHot(targets, logits.shape[1]))), logits.shape[0]);
      },
    },
    'scores-for-log-probabilities': {
      place: 'Add 10 to every logit of a row. Your loss should not move.',
      probe: 'For logits [[0, 0]] the loss is log 2. What is yours?',
      cause:
        'The scores themselves are picked out, without logSoftmax. A score means nothing until it is compared with the others in its row.',
      run: function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
        return div(
          neg(sum('B C -> ', mul(logits, oneHot(targets, logits.shape[1])))),
          logits.shape[0],
        );
      },
    },
    'all-classes': {
      place: 'Change the target of a row. Does your loss change?',
      probe: 'With logits [[5, 0]] target 0 should cost little and target 1 much.',
      cause:
        'The log-probabilities of all classes are averaged, so the targets play no part. Only the log-probability of the right class counts.',
      run: function crossEntropy(logits: tf.Tensor2D): tf.Scalar {
        return neg(div(sum('B C -> ', logSoftmax(logits)), logits.shape[0]));
      },
    },
    'logarithm-of-base-two': {
      place: 'By which factor are you off?',
      probe: 'For logits [[0, 0]] the loss in nats is 0.693; in bits it is 1.',
      cause:
        'The logarithm has base two, so the loss is in bits. This course counts in nats: use the natural logarithm.',
      run: function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
        const logp = div(logSoftmax(logits), log(tf.scalar(2)));
        return div(
          neg(sum('B C -> ', mul(logp, oneHot(targets, logits.shape[1])))),
          logits.shape[0],
        );
      },
    },
  },
  variants: {
    'mean-of-rows': function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
      const logp = logSoftmax(logits);
      const surprise = neg(sum('B C -> B', mul(logp, oneHot(targets, logits.shape[1]))));
      return mean('B -> ', surprise);
    },
    'with-a-gather': function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
      const [B, C] = logits.shape;
      const flat = tf.reshape(logSoftmax(logits), [B * C]);
      const places = tf.add(tf.mul(tf.range(0, B, 1, 'int32'), C), targets);
      return neg(tf.mean(tf.gather(flat, tf.cast(places, 'int32'))));
    },
    'row-by-row': function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
      const logp = logSoftmax(logits);
      const classes = Array.from(targets.dataSync());
      const picked = classes.map((c, b) => tf.slice(logp, [b, c], [1, 1]));
      return tf.mul(-1 / classes.length, tf.sum(tf.concat(picked)));
    },
  },
};
