import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, concat, einsum, sigmoid, tanh } from '../../../src/core/index.js';
import type { RnnParams } from '../../../src/layers/rnn.js';

export const bank: MistakeBank = {
  mistakes: {
    'no-tanh': {
      place: 'How large do the entries of your result get?',
      probe:
        'With x = [[100]], h = [[0]] and wIh = [[1]], the new state is close to 1. What is yours?',
      cause:
        'The sum is returned as it is. Without tanh nothing keeps the state within (-1, 1), and many steps together are only one linear map. Take tanh of the whole sum.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = einsum('B I, I G -> B G', x, p.wIh);
        const fromState = einsum('B U, U G -> B G', h, p.wHh);
        return add(add(fromInput, fromState), p.b);
      },
    },
    'state-forgotten': {
      place: 'Give the cell two different states and the same input. Do its answers differ?',
      probe: 'With x all zeros and b = 0, the new state is tanh(h wHh). What is yours?',
      cause: 'The old state is not in the sum, so nothing is remembered. Add h wHh before tanh.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D): tf.Tensor2D {
        return tanh(add(einsum('B I, I G -> B G', x, p.wIh), p.b));
      },
    },
    'recurrent-weights-transposed': {
      place: 'The input and the bias come in rightly. Look at the term with h.',
      probe:
        'Take two units, x and b zero, h = [[1, 0]] and wHh = [[0, 0.5], [0, 0]]. Unit 0 sends 0.5 to unit 1, so the new state is [[0, 0.46]]. What is yours?',
      cause:
        'wHh is used transposed: the sum runs over its second axis. Here row u of wHh is what unit u sends, so h wHh sums over the first. (PyTorch stores its weights the other way round.)',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = einsum('B I, I G -> B G', x, p.wIh);
        const fromState = einsum('B U, G U -> B G', h, p.wHh);
        return tanh(add(add(fromInput, fromState), p.b));
      },
    },
    'bias-forgotten': {
      place: 'Give the cell an x and an h of zeros. What is left?',
      probe: 'With x and h zero, the new state is tanh(b). What is yours?',
      cause: 'The bias is missing from the sum. It is added before tanh, to every row.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = einsum('B I, I G -> B G', x, p.wIh);
        const fromState = einsum('B U, U G -> B G', h, p.wHh);
        return tanh(add(fromInput, fromState));
      },
    },
    'bias-twice': {
      place: 'Give the cell an x and an h of zeros. What is left?',
      probe: 'With x and h zero and b = [0.5], the new state is tanh(0.5) = 0.46. What is yours?',
      cause:
        'The bias is added to the part of the input and to the part of the state, so it counts twice. PyTorch has two biases there; this cell has one.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = add(einsum('B I, I G -> B G', x, p.wIh), p.b);
        const fromState = add(einsum('B U, U G -> B G', h, p.wHh), p.b);
        return tanh(add(fromInput, fromState));
      },
    },
    'state-outside-tanh': {
      place: 'Can your result be larger than 1?',
      probe:
        'With x and b zero, h = [[1]] and wHh = [[1]], the new state is tanh(1) = 0.76. What is yours?',
      cause:
        'Only the part of the input goes through tanh; h wHh is added afterwards. Both belong under one tanh: add first, then bend.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = tanh(add(einsum('B I, I G -> B G', x, p.wIh), p.b));
        return add(fromInput, einsum('B U, U G -> B G', h, p.wHh));
      },
    },
    'tanh-of-each-part': {
      place: 'How many times does your code call tanh?',
      probe:
        'With h = 0 and b = 0 all is well. Take x wIh = 1 and h wHh = -1: the new state is tanh(0 + b). What is yours for b = 0.5?',
      cause:
        'tanh is taken of each part and the parts are added afterwards. tanh(a) + tanh(c) is not tanh(a + c): add the parts first.',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = tanh(add(einsum('B I, I G -> B G', x, p.wIh), p.b));
        return add(fromInput, tanh(einsum('B U, U G -> B G', h, p.wHh)));
      },
    },
    'sigmoid-for-tanh': {
      place: 'Look for a negative entry in your result.',
      probe: 'With x, h and b all zero, the new state is 0. What is yours?',
      cause:
        'The logistic function lies in (0, 1): every state would be positive. This cell takes tanh, which lies in (-1, 1).',
      run: function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const fromInput = einsum('B I, I G -> B G', x, p.wIh);
        const fromState = einsum('B U, U G -> B G', h, p.wHh);
        return sigmoid(add(add(fromInput, fromState), p.b));
      },
    },
  },
  variants: {
    'one-matrix': function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
      const both = concat([x, h], 1); // [B, I + U]
      const w = concat([p.wIh, p.wHh], 0); // [I + U, U]
      return tanh(add(einsum('B J, J U -> B U', both, w), p.b));
    },
    'with-tfjs-only': function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
      const a = tf.matMul(x, p.wIh).add(p.b).add(tf.matMul(h, p.wHh));
      return tf.tanh(a) as tf.Tensor2D;
    },
    'tanh-by-its-exponentials': function rnnCell(
      p: RnnParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
      const a: tf.Tensor2D = tf.add(tf.matMul(h, p.wHh), tf.add(tf.matMul(x, p.wIh), p.b));
      return tf.sub(tf.mul(2, tf.sigmoid(tf.mul(2, a))), 1);
    },
  },
};
