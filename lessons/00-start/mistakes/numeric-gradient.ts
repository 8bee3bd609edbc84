import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { numericGradient } from '../../../src/core/numeric-gradient.js';

export const bank: MistakeBank<typeof numericGradient> = {
  mistakes: {
    'one-sided': {
      edit: { '(at(i, step) - at(i, -step)) / (2 * step)': '(at(i, step) - at(i, 0)) / step' },
      place:
        'Compare the error at a step and at half that step: does it fall to a half or to a quarter?',
      probe:
        'For f(x) = x squared at x = 1 with step 0.1, the central difference is exactly 2. What is yours?',
      cause:
        'This is the forward difference, f(x + step) - f(x): its error falls with the step. Central differences look to both sides, and their error falls with the square of the step.',
    },
    'divided-by-one-step': {
      edit: { '(2 * step)': 'step' },
      place: 'How far apart are the two points?',
      probe: 'For f(x) = x the derivative is 1. What is yours?',
      cause:
        'The two points lie 2 step apart, so the difference is divided by 2 step; yours comes out twice too large.',
    },
    'all-entries-together': {
      edit: { '(j === i ? value + moved : value)': 'value + moved' },
      place: 'Look at an x with more than one entry.',
      probe: 'For f(a, b) = a: the gradient is [1, 0]. Which entries move when you move one?',
      cause:
        'All entries are moved at once, which gives the sum of the partial derivatives at every place. Move one entry, keep the others.',
    },
    'turned-around': {
      edit: { 'at(i, step) - at(i, -step)': 'at(i, -step) - at(i, step)' },
      place: 'Look at the sign.',
      probe: 'For f(x) = x the derivative is 1. What is yours?',
      cause: 'The two values are subtracted in the wrong order: f(x + step) comes first.',
    },
    'not-put-back': {
      edit: { 'j === i ? value + moved': 'j === i ? value + moved : j < i ? value - step' },
      place: 'The first entry is right. Which point do you stand at when you come to the second?',
      probe: 'For f(a, b) = a b at [1, 1]: the gradient is [1, 1].',
      cause:
        'An entry that was moved is not put back, so the later ones are taken at another point. Start each from a fresh copy of x.',
    },
  },
  variants: {
    'with-a-one-hot': (f, x, step) => {
      const value = (point: tf.Tensor) => f(point).dataSync()[0] ?? NaN;
      const gradient: number[] = [];
      for (let i = 0; i < x.size; i++) {
        const hot = Array.from({ length: x.size }, (_, j) => (j === i ? step : 0));
        const e = tf.tensor(hot, x.shape, 'float32');
        gradient.push((value(tf.add(x, e)) - value(tf.sub(x, e))) / (2 * step));
      }
      return tf.tensor(gradient, x.shape, 'float32');
    },
    'as-tensors': (f, x, step) => {
      const partials = Array.from({ length: x.size }, (_, i) => {
        const e = tf.reshape(
          tf.mul(tf.cast(tf.equal(tf.range(0, x.size), i), 'float32'), step),
          x.shape,
        );
        return tf.div(tf.sub(f(tf.add(x, e)), f(tf.sub(x, e))), 2 * step);
      });
      return tf.reshape(tf.stack(partials), x.shape);
    },
  },
};
