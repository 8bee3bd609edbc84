import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { ShapeError } from '../core/index.js';
import { valueAndGradients } from './gradients.js';

const w = tf.tensor1d([1, -2]);

test('a weight that the loss ignores has gradient 0', () => {
  const { value, gradients } = valueAndGradients((p) => tf.sum<tf.Scalar>(tf.square(p.used)), {
    used: w,
    ignored: tf.ones([3]),
  });
  expect(value.arraySync()).toBe(5);
  expect(gradients.used.arraySync()).toEqual([2, -4]);
  expect(Array.from(gradients.ignored.dataSync())).toEqual([0, 0, 0]);
});

test('a loss that is no scalar is refused', () => {
  const vector = (p: { w: tf.Tensor1D }) => tf.square(p.w) as unknown as tf.Scalar;
  expect(() => valueAndGradients(vector, { w })).toThrow(ShapeError);
  expect(() => valueAndGradients(vector, { w })).toThrow(/expected \[\], received \[2\]/);
});

test('value and gradients are all that is left', () => {
  const before = tf.memory().numTensors;
  const made = valueAndGradients((p) => tf.sum<tf.Scalar>(tf.exp(tf.square(p))), w);
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([made.value, made.gradients]);
});
