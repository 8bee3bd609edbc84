import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { gap } from './gap.js';

test('is the largest difference in either direction', () => {
  expect(gap(tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 4, 2]))).toBe(2);
  expect(gap(tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 2, 3]))).toBe(0);
});

test('no tensor equals one of another shape, or one that is not a number', () => {
  expect(gap(tf.zeros([3]), tf.zeros([2, 3]))).toBe(Infinity);
  expect(gap(tf.tensor1d([1, NaN]), tf.tensor1d([1, 2]))).toBeNaN();
});

test('of trees it is that of the leaves which differ most', () => {
  const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([1, 5])];
  expect(gap({ one: a, two: [a, b] }, { one: a, two: [b, b] })).toBe(3);
  expect(gap({ one: a, two: a }, { one: a })).toBe(Infinity);
  expect(gap({ one: a }, { one: a, two: a })).toBe(Infinity);
});
