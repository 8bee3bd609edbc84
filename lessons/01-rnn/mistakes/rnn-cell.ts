import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, concat, einsum, tanh } from '../../../src/core/index.js';
import type { rnnCell } from '../../../src/layers/rnn.js';

export const bank: MistakeBank<typeof rnnCell> = {
  mistakes: {
    'no-tanh': {
      edit: { 'tanh(add(add(fromInput, fromState), p.b))': 'add(add(fromInput, fromState), p.b)' },
      place: 'How large do the entries of your result get?',
      probe:
        'With x = [[100]], h = [[0]] and wIh = [[1]], the new state is close to 1. What is yours?',
      cause:
        'You return the bare sum. Without tanh nothing keeps the state between -1 and 1, and many steps together are only one linear map. Take tanh of the whole sum.',
    },
    'state-forgotten': {
      edit: { 'add(fromInput, fromState)': 'fromInput' },
      place: 'Give the cell the same input with two different states. Do its answers differ?',
      probe: 'With x all zeros and b = 0, the new state is tanh(h wHh). What is yours?',
      cause: 'The old state is not in the sum, so nothing is remembered. Add h wHh before tanh.',
    },
    'recurrent-weights-transposed': {
      edit: { "'B U, U G -> B G'": "'B U, G U -> B G'" },
      place: 'The input and the bias are right. Look at the term with h.',
      probe:
        'Take two units, x and b zero, h = [[1, 0]] and wHh = [[0, 0.5], [0, 0]]. Unit 0 sends 0.5 to unit 1, so the new state is [[0, 0.46]]. What is yours?',
      cause:
        'You use wHh transposed: your sum runs over its second axis. Here row u of wHh is what unit u sends, so h wHh sums over the first axis. (PyTorch stores its weights the other way round.)',
    },
    'bias-forgotten': {
      edit: { 'add(add(fromInput, fromState), p.b)': 'add(fromInput, fromState)' },
      place: 'Give the cell an x and an h of zeros. What is left?',
      probe: 'With x and h zero, the new state is tanh(b). What is yours?',
      cause: 'The bias is missing from the sum. Add it before tanh, to every row.',
    },
    'bias-outside-tanh': {
      edit: {
        'tanh(add(add(fromInput, fromState), p.b))': 'add(tanh(add(fromInput, fromState)), p.b)',
      },
      place: 'Can your result be larger than 1?',
      probe: 'With x and h zero and b = [2], the new state is tanh(2) = 0.96. Is yours 2?',
      cause:
        'You add the bias after tanh, so the state can leave the range from -1 to 1. The bias belongs in the sum: add all three terms, then take tanh.',
    },
    'state-outside-tanh': {
      edit: {
        'tanh(add(add(fromInput, fromState), p.b))': 'add(tanh(add(fromInput, p.b)), fromState)',
      },
      place: 'Can your result be larger than 1?',
      probe:
        'With x and b zero, h = [[1]] and wHh = [[1]], the new state is tanh(1) = 0.76. What is yours?',
      cause:
        'Only the part of the input goes through tanh; you add h wHh afterwards. Both belong under one tanh: add first, then take tanh.',
    },
    'sigmoid-for-tanh': {
      edit: { 'tanh(': 'sigmoid(' },
      place: 'Look for a negative entry in your result.',
      probe: 'With x, h and b all zero, the new state is 0. What is yours?',
      cause:
        'The logistic function gives values between 0 and 1, so every state would be positive. This cell takes tanh, which gives values between -1 and 1.',
    },
  },
  variants: {
    'one-matrix': (p, x, h) => {
      const both = concat([x, h], 1); // [B, I + U]
      const w = concat([p.wIh, p.wHh], 0); // [I + U, U]
      return tanh(add(einsum('B J, J U -> B U', both, w), p.b));
    },
    'tanh-by-its-exponentials': (p, x, h) => {
      const a: tf.Tensor2D = tf.add(tf.matMul(h, p.wHh), tf.add(tf.matMul(x, p.wIh), p.b));
      return tf.sub(tf.mul(2, tf.sigmoid(tf.mul(2, a))), 1);
    },
  },
};
