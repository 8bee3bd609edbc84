import * as tf from '@tensorflow/tfjs-core';
import { div, exp, max, sub, sum } from '../../../../src/core/index.js';
import type { MistakeBank } from '../../../task.js';

export const bank: MistakeBank = {
  mistakes: {
    'over-the-batch': {
      edit: {
        "max('B V -> B 1', x)": "max('B V -> 1 V', x)",
        "sum('B V -> B 1', e)": "sum('B V -> 1 V', e)",
      },
      place: 'Add up a row.',
      probe: 'One row alone gives only ones.',
      cause: 'The sum runs over the batch.',
    },
    'no-maximum': {
      place: 'Look at large scores.',
      probe: 'What is exp(1000)?',
      cause: 'exp overflows.',
      run: function softmax(x: tf.Tensor2D): tf.Tensor2D {
        const e = exp(x);
        return div(e, sum('B V -> B 1', e));
      },
    },
    detached: {
      place: 'Look at the gradient.',
      probe: 'Does the denominator depend on x?',
      cause: 'The denominator was cut off from x.',
      run: function softmax(x: tf.Tensor2D): tf.Tensor2D {
        const e = exp(sub(x, max('B V -> B 1', x)));
        const total = sum('B V -> B 1', e);
        return div(e, tf.tensor2d(Array.from(total.dataSync()), [x.shape[0], 1]));
      },
    },
  },
  variants: {},
};
