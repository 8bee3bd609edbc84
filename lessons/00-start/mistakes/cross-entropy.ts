import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { logSoftmax, mean, mul, neg, oneHot, sum } from '../../../src/core/index.js';
import type { crossEntropy } from '../../../src/train/losses.js';

export const bank: MistakeBank<typeof crossEntropy> = {
  mistakes: {
    'sum-for-mean': {
      edit: { "mean('B -> ', ofTargets)": "sum('B -> ', ofTargets)" },
      place: 'Compare a batch with the same batch twice over.',
      probe: 'Two equal rows should cost on average what one costs.',
      cause:
        'The rows are added up and never divided by B, so the loss and its gradient grow with the batch. Take the mean over the rows.',
    },
    'mean-over-classes-too': {
      edit: { "mean('B -> ', ofTargets)": "div(mean('B -> ', ofTargets), logits.shape[1])" },
      place: 'By which factor are you too small? Compare it with C.',
      probe: 'For logits [[0, 0]] the loss is log 2, about 0.693.',
      cause:
        'The mean runs over all B x C entries, but only B of them count: one for each row. Take the mean over the rows.',
    },
    'sign-forgotten': {
      edit: { "neg(mean('B -> ', ofTargets))": "mean('B -> ', ofTargets)" },
      place: 'Look at the sign of your loss.',
      probe: 'A logarithm of a probability is at most 0. What should a loss be?',
      cause:
        'The minus is missing: this is the mean log-probability. Training makes a loss small, so it would teach the model to be wrong.',
    },
    'scores-for-log-probabilities': {
      edit: { 'logSoftmax(logits)': 'logits' },
      place: 'Add 10 to every logit of a row. Your loss should not move.',
      probe: 'For logits [[0, 0]] the loss is log 2. What is yours?',
      cause:
        'The scores themselves are picked out, without logSoftmax. A score means nothing until it is compared with the others in its row.',
    },
    'all-classes': {
      edit: {
        "pick('B C, B -> B', logp, targets, 'crossEntropy targets')": "sum('B C -> B', logp)",
      },
      place: 'Change the target of a row. Does your loss change?',
      probe: 'With logits [[5, 0]] target 0 should cost little and target 1 much.',
      cause:
        'The log-probabilities of all classes are averaged, so the targets play no part. Only the log-probability of the right class counts.',
    },
    'logarithm-of-base-two': {
      edit: { 'logSoftmax(logits)': 'div(logSoftmax(logits), Math.LN2)' },
      place: 'By which factor are you off?',
      probe: 'For logits [[0, 0]] the loss in nats is 0.693; in bits it is 1.',
      cause:
        'The logarithm has base two, so the loss is in bits. This course counts in nats: use the natural logarithm.',
    },
  },
  variants: {
    'mean-of-rows': (logits, targets) => {
      const logp = logSoftmax(logits);
      const surprise = neg(sum('B C -> B', mul(logp, oneHot(targets, logits.shape[1]))));
      return mean('B -> ', surprise);
    },
    'with-a-gather': (logits, targets) => {
      const [B, C] = logits.shape;
      const flat = tf.reshape(logSoftmax(logits), [B * C]);
      const places = tf.add(tf.mul(tf.range(0, B, 1, 'int32'), C), targets);
      return neg(tf.mean(tf.gather(flat, tf.cast(places, 'int32'))));
    },
  },
};
