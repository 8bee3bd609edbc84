import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { ShapeError } from '../core/index.js';
import { valueAndGradients, weightedMean, type Weighed } from './gradients.js';

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

test('a mean of means counts each by its weight', () => {
  const part = (value: number, slope: number, weight: number): Weighed<tf.Tensor1D> => ({
    value: tf.scalar(value),
    gradients: tf.tensor1d([slope, 2 * slope]),
    weight: tf.scalar(weight),
  });
  const mean = weightedMean(weightedMean(part(1, 10, 1), part(5, 20, 3)), part(8, 35, 4));
  expect(mean.value.arraySync()).toBe(6);
  expect(mean.gradients.arraySync()).toEqual([26.25, 52.5]);
  expect(mean.weight.arraySync()).toBe(8);
});
