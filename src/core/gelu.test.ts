import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { differences } from '../../fixtures/parity.js';
import { erf, erfOf } from './erf.js';
import { gelu, geluTanh } from './gelu.js';
import { makeRng } from './rng.js';
import { gradientGap } from './testing/gradient-gap.js';

test.each([
  [0, 0],
  [1e-8, 1.1283791670955126e-8],
  [-0.5, -0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [-3, -0.9999779095030014],
  [5, 0.9999999999984626],
  [6, 1],
  [-Infinity, -1],
  [NaN, NaN],
])('erf of %d has all digits', (x, expected) => {
  expect(Math.abs(erfOf(x) / expected - 1) || 0).toBeLessThan(1e-15);
  expect(Number.isNaN(erfOf(x))).toBe(Number.isNaN(expected));
});

test('equal to PyTorch in value and gradient, to the last digits', () => {
  const both = [
    ...differences('library/gelu.json', gelu),
    ...differences('library/gelu-tanh.json', geluTanh),
  ];
  expect(both).toHaveLength(12);
  expect(both.filter(({ distance }) => !(distance < 1e-14))).toEqual([]);
});

test('has the gradient that central differences give, and a second one', () => {
  const x = makeRng(46).normalTensor<tf.Rank.R3>([2, 3, 5], 2);
  for (const f of [gelu, geluTanh, erf])
    expect(gradientGap<tf.Tensor3D>((x) => f(x), x)).toBeLessThan(1e-7);
  // The slope of tfjs's tanh cannot be differentiated.
  for (const f of [gelu, erf]) {
    const slope = tf.grad((x) => tf.sum(f(x)));
    expect(gradientGap<tf.Tensor>((x) => slope(x), x)).toBeLessThan(1e-7);
  }
});
