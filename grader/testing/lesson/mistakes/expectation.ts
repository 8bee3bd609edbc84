import type * as tf from '@tensorflow/tfjs-core';
import { mean, mul, softmax } from '../../../../src/core/index.js';
import type { MistakeBank } from '../../../task.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-for-sum': {
      place: 'Look at the size.',
      probe: 'With equal values 1, what is the mean?',
      cause: 'The products are averaged instead of summed.',
      run: function expectation(x: tf.Tensor2D, values: tf.Tensor1D): tf.Tensor1D {
        return mean('B V -> B', mul(softmax(x), values));
      },
    },
  },
  variants: {},
};
