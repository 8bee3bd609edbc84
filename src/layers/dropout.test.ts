import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { dropout } from './dropout.js';

const x = tf.ones<tf.Rank.R2>([100, 50]);

test('drops its share, and scales the rest so that the mean stays', () => {
  const made = Array.from(dropout(x, { rate: 0.2, train: true }, makeRng(1)).dataSync());
  expect(new Set(made)).toEqual(new Set([0, 1.25]));
  const share = made.filter((value) => value === 0).length / made.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(6 * Math.sqrt((0.2 * 0.8) / made.length));
});

test('outside training, and at rate 0, it changes nothing', () => {
  expect(dropout(x, { rate: 0.9, train: false }, makeRng(1))).toBe(x);
  expect(dropout(x, { rate: 0, train: true }, makeRng(1))).toBe(x);
});

test('the same seed drops the same', () => {
  const made = (seed: number) => dropout(x, { rate: 0.5, train: true }, makeRng(seed)).dataSync();
  expect(made(1)).toEqual(made(1));
  expect(made(1)).not.toEqual(made(2));
});

test('what is dropped has no gradient', () => {
  const small = makeRng(3).normalTensor<tf.Rank.R2>([3, 5]);
  const fixed = (t: tf.Tensor2D) => dropout(t, { rate: 0.5, train: true }, makeRng(4));
  expect(gradientGap(fixed, small)).toBeLessThan(1e-7);
});

test.each([1, -0.1, NaN])('rate %f is refused', (rate) => {
  expect(() => dropout(x, { rate, train: true }, makeRng(1))).toThrow(InputError);
});
