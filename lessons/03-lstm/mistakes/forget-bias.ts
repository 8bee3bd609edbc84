import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { concat, log, rsub, split, sub } from '../../../src/core/index.js';
import type { forgetBias } from '../../../src/layers/lstm.js';

export const bank: MistakeBank<typeof forgetBias> = {
  mistakes: {
    'third-quarter': {
      edit: { '[bi, , bg, bo]': '[bi, bg, , bo]', '[bi, bf, bg, bo]': '[bi, bg, bf, bo]' },
      place: 'Compare your bias with the one you were given. Which quarter has changed?',
      probe: 'With one unit b has four entries. Which of them is the forget gate?',
      cause:
        "You put the new bias into the third quarter, where TensorFlow's older cells have the forget gate. The gates are packed i, f, g, o, so it is the second.",
    },
    'gate-for-its-bias': {
      edit: { 'neg(log(tf.expm1<tf.Tensor1D>(rate)))': 'exp(neg(rate))' },
      place: 'All your forget biases lie between 0 and 1. What does the step do with a bias?',
      probe: 'With N = 1 the gate is 0.5. What is the sigmoid of your bias?',
      cause:
        'You put in f itself. The step takes the sigmoid of the bias, so undo that first: log(f / (1 - f)).',
    },
    'sign-turned': {
      edit: { 'neg(log(tf.expm1<tf.Tensor1D>(rate)))': 'log(tf.expm1(rate))' },
      place: 'Does your gate open with a longer half-life, or does it close?',
      probe: 'A half-life of 20 steps needs a bias of 3.34. Is yours negative?',
      cause:
        'You have log((1 - f) / f), which is the bias of 1 - f. To undo the sigmoid, take log(f / (1 - f)).',
    },
    'life-for-half-life': {
      edit: { 'Math.LN2': '1' },
      place: 'Your biases are all a little too small. How much is left after N steps?',
      probe: 'With N = 1 half is left after one step, so the bias is 0. What is yours?',
      cause:
        'You take f = e^(-1/N), which leaves 37 % after N steps. To leave half, take 2^(-1/N), which is e^(-log 2 / N).',
    },
  },
  variants: {
    'by-the-gate': (b, halfLives) => {
      const f = tf.pow<tf.Tensor1D>(0.5, tf.reciprocal(halfLives));
      const [bi, , bg, bo] = split(b, 4);
      return concat([bi, sub(log(f), log(rsub(1, f))), bg, bo]);
    },
    'number-by-number': (b, halfLives) => {
      const bias = Array.from(b.dataSync());
      halfLives.dataSync().forEach((steps, u) => {
        const f = 2 ** (-1 / steps);
        bias[halfLives.size + u] = -Math.log(1 / f - 1);
      });
      return tf.tensor1d(bias);
    },
  },
};
