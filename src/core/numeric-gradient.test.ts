import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { gap } from './testing/gap.js';
import { numericGradient } from './numeric-gradient.js';

const x = tf.tensor2d([[1, -2, 0.5]]);

test('is exact for a square, whatever the step', () => {
  const g = numericGradient((t) => tf.sum(tf.square(t)), x, 0.25);
  expect(g.arraySync()).toEqual([[2, -4, 1]]);
});

test('its error falls with the square of the step', () => {
  const error = (step: number) => {
    const g = numericGradient((t) => tf.sum(tf.exp(t)), x, step);
    return gap(g, tf.exp(x));
  };
  expect(error(1e-2) / error(1e-3)).toBeCloseTo(100, 0);
});

test('leaves no tensor but its result, and its point as it was', () => {
  const before = tf.memory().numTensors;
  const g = numericGradient((t) => tf.sum(tf.exp(tf.mul(t, 2))), x, 1e-4);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(x.arraySync()).toEqual([[1, -2, 0.5]]);
  g.dispose();
});

test('a scalar and an empty tensor have gradients of their shape', () => {
  expect(numericGradient(tf.square, tf.scalar(3), 1e-3).arraySync()).toBeCloseTo(6, 9);
  expect(numericGradient((t) => tf.sum(t), tf.zeros([0, 3]), 1e-3).shape).toEqual([0, 3]);
});
