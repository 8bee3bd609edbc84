import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { dense, denseBackward, initDense } from './dense.js';

const rng = makeRng(21);
const p = {
  w: rng.normalTensor<tf.Rank.R2>([3, 5]),
  b: rng.normalTensor<tf.Rank.R1>([5]),
};
const x = rng.normalTensor<tf.Rank.R2>([2, 3]);

test('weights and input have the gradients that central differences give', () => {
  expect(gradientGap(({ p, x }) => dense(p, x), { p, x })).toBeLessThan(1e-7);
});

test('a row is mapped without regard to the others', () => {
  const [first] = tf.split(x, 2);
  const alone = dense(p, tf.reshape<tf.Rank.R2>(first ?? x, [1, 3])).arraySync();
  expect(alone[0]).toEqual(dense(p, x).arraySync()[0]);
});

test('sequences are mapped row by row', () => {
  const xs = rng.normalTensor<tf.Rank.R3>([2, 7, 3]);
  const made = dense(p, xs);
  expectTypeOf(made).toEqualTypeOf<tf.Tensor3D>();
  const rows = dense(p, tf.reshape<tf.Rank.R2>(xs, [14, 3]));
  expect(gap(made, tf.reshape(rows, [2, 7, 5]))).toBe(0);
  expect(gradientGap(({ p, xs }) => dense(p, xs), { p, xs })).toBeLessThan(1e-7);
});

test('an empty batch gives an empty batch', () => {
  expect(dense(p, tf.zeros([0, 3])).shape).toEqual([0, 5]);
});

test('first weights lie within their bound and fill it, the bias is 0', () => {
  const { w, b } = initDense({ inputSize: 60, outputSize: 40 }, makeRng(1));
  const bound = Math.sqrt(6 / 100);
  const largest = Math.max(...Array.from(w.dataSync(), Math.abs));
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(0.99 * bound);
  expect(Array.from(b.dataSync()).every((value) => value === 0)).toBe(true);
});

test('rows of another length are refused', () => {
  expect(() => dense(p, tf.zeros([2, 7]))).toThrow(ShapeError);
  expect(() => dense(p, tf.zeros([2, 7]))).toThrow('dense x: expected I = 3, received I = 7.');
  expect(() => dense(p, tf.scalar(3))).toThrow('dense x: expected [..., I], received [],');
});

test('a gradient of another shape is refused', () => {
  expect(() => denseBackward(p, x, tf.zeros([7, 5]))).toThrow(ShapeError);
  expect(() => denseBackward(p, x, tf.zeros([2, 7]))).toThrow(ShapeError);
  expect(() => denseBackward(p, tf.zeros([2, 7]), tf.zeros([2, 5]))).toThrow(ShapeError);
});
