import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, einsum, mul, relu, stack, sum, unstack } from '../../../src/core/index.js';
import type { DenseParams } from '../../../src/layers/dense.js';

export const bank: MistakeBank = {
  mistakes: {
    'bias-forgotten': {
      place: 'Feed it an x of zeros.',
      probe: 'With x = 0 only the bias is left. What do you return?',
      cause: 'The bias is never added. Add p.b to every row.',
      run: function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
        return einsum('B I, I F -> B F', x, p.w);
      },
    },
    'bias-twice': {
      place: 'Feed it an x of zeros.',
      probe: 'With x = 0 the result is the bias. By which factor are you off?',
      cause: 'The bias is added twice.',
      run: function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
        return add(add(einsum('B I, I F -> B F', x, p.w), p.b), p.b);
      },
    },
    'bias-inside-the-product': {
      place: 'Take a bias of ones and x = 0: what should come out?',
      probe: 'With weights 0 the result is the bias in every row.',
      cause:
        'The product is multiplied by the bias. A bias is added: it moves the result, it does not stretch it.',
      run: function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
        return mul(einsum('B I, I F -> B F', x, p.w), p.b);
      },
    },
    'relu-inside': {
      place: 'Look for negative numbers in your result.',
      probe: 'Where the right result is negative, yours is 0.',
      cause:
        'A ReLU is applied inside the layer. A dense layer is only the affine map; what bends it comes after, as a layer of its own.',
      run: function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
        return relu(add(einsum('B I, I F -> B F', x, p.w), p.b));
      },
    },
  },
  variants: {
    'with-matmul': function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
      return tf.add(tf.matMul(x, p.w), p.b);
    },
    'bias-as-a-row': function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
      const ones = tf.ones<tf.Rank.R2>([x.shape[0], 1]);
      const wider = tf.concat2d([x, ones], 1);
      return tf.matMul(wider, tf.concat2d([p.w, tf.expandDims(p.b, 0)], 0));
    },
    'column-by-column': function dense(p: DenseParams, x: tf.Tensor2D): tf.Tensor2D {
      const columns = unstack(p.w, 1).map((w) => sum('B I -> B', mul(x, w)));
      return add(stack(columns, 1), p.b);
    },
  },
};
