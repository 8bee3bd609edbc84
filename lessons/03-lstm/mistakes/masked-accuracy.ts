import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, mean, mul, shape, sum } from '../../../src/core/index.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-of-the-lines': {
      place:
        'Without padding it is right, and so is a batch of one line. Look at what a short line weighs.',
      probe:
        'A line of one word, tagged rightly, and a line of nine, none of them right: 1 of 10 words. What is yours?',
      cause:
        'Each line gets an accuracy of its own, and then the lines are averaged: the word of a short line weighs more than the word of a long one. Add up the right words of all lines, add up the real words of all lines, and divide once.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const { B, T } = shape('B T C', logits, 'maskedAccuracy logits');
        shape('B T', targets, 'maskedAccuracy targets', { B, T });
        shape('B T', mask, 'maskedAccuracy mask', { B, T });
        const real = tf.cast(mask, 'float32');
        const tokens = tf.maximum<tf.Tensor1D>(sum('B T -> B', real), 1);
        const right = tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets);
        return mean('B -> ', div(sum('B T -> B', mul(real, right)), tokens));
      },
    },
  },
  variants: {},
};
