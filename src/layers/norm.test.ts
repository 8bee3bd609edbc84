import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { initLayerNorm, initRmsNorm, layerNorm, rmsNorm } from './norm.js';

const rng = makeRng(23);
const p = { gain: rng.normalTensor<tf.Rank.R1>([5]), bias: rng.normalTensor<tf.Rank.R1>([5]) };
const x = rng.normalTensor<tf.Rank.R2>([3, 5]);

test('weights and input have the gradients that central differences give', () => {
  expect(gradientGap(({ p, x }) => layerNorm(p, x), { p, x })).toBeLessThan(1e-7);
});

test('at first every row has mean 0 and variance 1', () => {
  const { mean, variance } = tf.moments(layerNorm(initLayerNorm({ width: 5 }), x), 1);
  expect(tf.max(tf.abs(mean)).dataSync()[0]).toBeLessThan(1e-12);
  expect(tf.max(tf.abs(tf.sub(variance, 1))).dataSync()[0]).toBeLessThan(1e-3);
});

test('a row of equal numbers gives the bias', () => {
  const made = layerNorm(p, tf.fill<tf.Rank.R2>([1, 5], 4)).arraySync();
  expect(made[0]).toEqual(p.bias.arraySync());
});

test('at first a root mean square norm gives every row the mean square 1', () => {
  const made = rmsNorm(initRmsNorm({ width: 5 }), x, { epsilon: 1e-12 });
  expect(tf.max(tf.abs(tf.sub(tf.mean(tf.square(made), 1), 1))).dataSync()[0]).toBeLessThan(1e-10);
  expect(gradientGap(({ p, x }) => rmsNorm(p, x), { p: { gain: p.gain }, x })).toBeLessThan(1e-7);
});

test('epsilon is added under the root', () => {
  const row = tf.tensor2d([[3, -3]]);
  const config = { width: 2, epsilon: 16 };
  const ones = initLayerNorm(config);
  for (const norm of [layerNorm, rmsNorm]) {
    const [first] = norm(ones, row, config).dataSync();
    expect(first).toBeCloseTo(3 / 5, 14);
    expect(norm(ones, row).dataSync()[0]).toBeCloseTo(3 / Math.sqrt(9 + 1e-5), 14);
  }
});

test('rows of another length are refused', () => {
  expect(() => layerNorm(p, tf.zeros([2, 3]))).toThrow(ShapeError);
  expect(() => rmsNorm(p, tf.zeros([2, 4, 3]))).toThrow(
    'rmsNorm x: expected D = 5, received D = 3.',
  );
});
