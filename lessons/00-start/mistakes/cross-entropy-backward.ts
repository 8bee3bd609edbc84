import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, logSoftmax, oneHot, softmax, sub } from '../../../src/core/index.js';
import type { crossEntropyBackward } from '../../../src/train/losses.js';

export const bank: MistakeBank<typeof crossEntropyBackward> = {
  mistakes: {
    'not-divided-by-the-batch': {
      edit: {
        "div(sub(softmax(logits), oneHot(targets, C, 'crossEntropyBackward targets')), B)":
          'sub(softmax(logits), oneHot(targets, C))',
      },
      place: 'By which factor are you off, and what has that size?',
      probe: 'A batch of one row comes out right.',
      cause: 'The loss is a mean over B rows, so each row counts only 1 / B: divide by B.',
    },
    'turned-around': {
      edit: {
        "sub(softmax(logits), oneHot(targets, C, 'crossEntropyBackward targets'))":
          'sub(oneHot(targets, C), softmax(logits))',
      },
      place: 'Look at the sign at the right class.',
      probe: 'If the score of the right class rises, does the loss rise or fall?',
      cause:
        'The sign is turned around: raising the right score lowers the loss, so the gradient there is negative. It is softmax minus one-hot.',
    },
    'only-at-the-target': {
      edit: {
        "sub(softmax(logits), oneHot(targets, C, 'crossEntropyBackward targets'))":
          'mul(sub(softmax(logits), 1), oneHot(targets, C))',
      },
      place: 'Add up each row of your result.',
      probe: 'If the score of a wrong class rises, does the loss stay the same?',
      cause:
        'Only the right class got a gradient. Through the sum in the softmax every score of the row takes part: raising a wrong one makes the right one less likely.',
    },
    'log-probabilities-for-probabilities': {
      edit: { 'softmax(logits)': 'logSoftmax(logits)' },
      place: 'What range do the entries at wrong classes have?',
      probe: 'For logits [[0, 0]] with target 0 the gradient is [-1/2, 1/2].',
      cause:
        'The log-probabilities stand where the probabilities belong. The derivative of log of the sum of exponentials is the softmax itself.',
    },
  },
  variants: {
    'through-exp-of-log': (logits, targets) => {
      const p = tf.exp(logSoftmax(logits));
      return tf.mul(tf.sub(p, oneHot(targets, logits.shape[1])), 1 / logits.shape[0]);
    },
    'each-part-divided': (logits, targets) => {
      const [B, C] = logits.shape;
      return sub(div(softmax(logits), B), div(oneHot(targets, C), B));
    },
  },
};
