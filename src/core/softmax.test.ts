import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from './rng.js';
import { logSoftmax, softmax } from './softmax.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const x = makeRng(4).normalTensor<tf.Rank.R2>([3, 5], 2);

test('rows sum to 1', () => {
  expect(gap(tf.sum(softmax(x), 1), tf.ones([3]))).toBeLessThan(1e-14);
});

test('adding a number to a row changes nothing', () => {
  const moved = tf.add<tf.Tensor2D>(x, tf.tensor2d([[1000], [-1000], [0.1]]));
  expect(gap(softmax(moved), softmax(x))).toBeLessThan(1e-12);
  expect(gap(logSoftmax(moved), logSoftmax(x))).toBeLessThan(1e-12);
});

test('turning the columns round turns the result round', () => {
  expect(gap(softmax(tf.reverse(x, 1)), tf.reverse(softmax(x), 1))).toBeLessThan(1e-15);
});

test('the logarithm stays finite where the probability is 0', () => {
  const far = tf.tensor2d([[0, -2000]]);
  expect(softmax(far).arraySync()).toEqual([[1, 0]]);
  expect(logSoftmax(far).arraySync()).toEqual([[0, -2000]]);
});

test('scores without a batch are refused by the name that was called', () => {
  const row = tf.tensor1d([0, 1]) as unknown as tf.Tensor2D;
  expect(() => softmax(row)).toThrow('softmax scores: expected [B, V], received [2].');
  expect(() => logSoftmax(row)).toThrow('logSoftmax scores: expected [B, V], received [2].');
});

test('gradients, at a tie of the maximum too', () => {
  const tie = tf.tensor2d([
    [1, 1, 0],
    [2, 2, 2],
  ]);
  for (const f of [softmax, logSoftmax])
    for (const point of [x, tie]) expect(gradientGap(f, point)).toBeLessThan(1e-7);
});
