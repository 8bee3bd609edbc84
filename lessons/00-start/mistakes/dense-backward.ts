import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { denseBackward } from '../../../src/layers/dense.js';

export const bank: MistakeBank<typeof denseBackward> = {
  mistakes: {
    'mean-over-the-batch': {
      edit: {
        "einsum('B I, B F -> I F', x, dy)": "div(einsum('B I, B F -> I F', x, dy), x.shape[0])",
        "sum('B F -> F', dy)": "mean('B F -> F', dy)",
      },
      place: 'dx is right. By which factor are dw and db off?',
      probe: 'A batch of one row comes out right.',
      cause:
        'The rows are averaged. Every row uses the same weights, so what they ask for adds up; the mean belongs to the loss, and dy already carries it.',
    },
    'bias-averaged': {
      edit: { "sum('B F -> F', dy)": "mean('B F -> F', dy)" },
      place: 'dw and dx are right. Look at db alone.',
      probe: 'A batch of one row comes out right.',
      cause:
        'db is the mean of dy over the batch where it should be the sum: the bias took part in every row, so all rows add up.',
    },
    'weights-for-input': {
      edit: { 'dy, p.w)': "dy, einsum('B I, B F -> I F', x, dy))" },
      place: 'Look at dx.',
      probe: 'If every weight is 0, no change of x changes y: dx is 0.',
      cause:
        'dx is made with dw where the weights belong. The weights say how y moves with x: dx is dy times w transposed.',
    },
    'sign-of-descent': {
      edit: {
        "einsum('B I, B F -> I F', x, dy)": "neg(einsum('B I, B F -> I F', x, dy))",
        "sum('B F -> F', dy)": "neg(sum('B F -> F', dy))",
        "einsum('B F, I F -> B I', dy, p.w)": "neg(einsum('B F, I F -> B I', dy, p.w))",
      },
      place: 'Look at the signs.',
      probe: 'With x = 1, w = 1, dy = 1 all three gradients are 1.',
      cause:
        'Everything is negated. The gradient points uphill; the optimizer, not the gradient, turns it around.',
    },
  },
  variants: {
    'with-matmul': (p, x, dy) => ({
      dw: tf.matMul(x, dy, true, false),
      db: tf.sum(dy, 0),
      dx: tf.matMul(dy, p.w, false, true),
    }),
    'row-by-row': (p, x, dy) => {
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
