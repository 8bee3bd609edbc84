import * as tf from '@tensorflow/tfjs-core';
import { mean, mul } from '../../../../src/core/index.js';
import type { MistakeBank } from '../../../task.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-for-sum': {
      place: 'Look at ds.',
      probe: 'With a batch of one it comes out right.',
      cause: 'ds is averaged over the batch; each row adds to it.',
      run: function scaleBackward(x: tf.Tensor2D, s: tf.Tensor1D, w: tf.Tensor1D) {
        const column: tf.Tensor2D = tf.reshape(w, [-1, 1]);
        return { dx: mul(column, s), ds: mean('B D -> D', mul(column, x)) };
      },
    },
  },
  variants: {},
};
