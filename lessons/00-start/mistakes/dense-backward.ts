import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, einsum, mean, sum } from '../../../src/core/index.js';
import type { DenseGradients, DenseParams } from '../../../src/layers/dense.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-over-the-batch': {
      place: 'dx is right. By which factor are dw and db off?',
      probe: 'A batch of one row comes out right.',
      cause:
        'The rows are averaged. Every row uses the same weights, so what they ask for adds up; the mean belongs to the loss, and dy already carries it.',
      run: function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
        return {
          dw: div(einsum('B I, B F -> I F', x, dy), x.shape[0]),
          db: mean('B F -> F', dy),
          dx: einsum('B F, I F -> B I', dy, p.w),
        };
      },
    },
    'bias-averaged': {
      place: 'dw and dx are right. Look at db alone.',
      probe: 'A batch of one row comes out right.',
      cause:
        'db is the mean of dy over the batch where it should be the sum: the bias took part in every row, so all rows add up.',
      run: function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
        return {
          dw: einsum('B I, B F -> I F', x, dy),
          db: mean('B F -> F', dy),
          dx: einsum('B F, I F -> B I', dy, p.w),
        };
      },
    },
    'weights-for-input': {
      place: 'Look at dx.',
      probe: 'If every weight is 0, no change of x changes y: dx is 0.',
      cause:
        'dx is made of x and dw in place of the weights. How y moves with x is written in w: dx multiplies dy by w, turned around.',
      run: function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
        const dw = einsum('B I, B F -> I F', x, dy);
        return { dw, db: sum('B F -> F', dy), dx: einsum('B F, I F -> B I', dy, dw) };
      },
    },
    'sign-of-descent': {
      place: 'Look at the signs.',
      probe: 'With x = 1, w = 1, dy = 1 all three gradients are 1.',
      cause:
        'Everything is negated. The gradient points uphill; the optimizer, not the gradient, turns it around.',
      run: function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
        return {
          dw: tf.neg(einsum('B I, B F -> I F', x, dy)),
          db: tf.neg(sum('B F -> F', dy)),
          dx: tf.neg(einsum('B F, I F -> B I', dy, p.w)),
        };
      },
    },
  },
  variants: {
    'with-matmul': function denseBackward(
      p: DenseParams,
      x: tf.Tensor2D,
      dy: tf.Tensor2D,
    ): DenseGradients {
      return {
        dw: tf.matMul(x, dy, true, false),
        db: tf.sum(dy, 0),
        dx: tf.matMul(dy, p.w, false, true),
      };
    },
    'row-by-row': function denseBackward(
      p: DenseParams,
      x: tf.Tensor2D,
      dy: tf.Tensor2D,
    ): DenseGradients {
      const rows = x.shape[0];
      let dw: tf.Tensor2D = tf.zerosLike(p.w);
      let db: tf.Tensor1D = tf.zerosLike(p.b);
      const dx: tf.Tensor2D[] = [];
      for (let b = 0; b < rows; b++) {
        const one = tf.slice(dy, [b, 0], [1, -1]);
        dw = tf.add(dw, tf.matMul(tf.slice(x, [b, 0], [1, -1]), one, true, false));
        db = tf.add(db, tf.reshape(one, [-1]));
        dx.push(tf.matMul(one, p.w, false, true));
      }
      return { dw, db, dx: tf.concat2d(dx, 0) };
    },
  },
};
