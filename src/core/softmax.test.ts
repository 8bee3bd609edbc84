import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
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

test('the lowest numbers of single precision are scores as others are', () => {
  const lowest = -3.4028234663852886e38;
  const rows = tf.tensor2d([
    [lowest, lowest],
    [-2e38, -3e38],
    [-Infinity, lowest],
    [-Infinity, -Infinity],
  ]);
  expect(softmax(rows).arraySync()).toEqual([
    [0.5, 0.5],
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  const [half, , one, none] = logSoftmax(rows).arraySync();
  expect([half, one, none]).toEqual([
    [-Math.LN2, -Math.LN2],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
});

test('a single number is refused by the name that was called', () => {
  const number = tf.scalar(1);
  expect(() => softmax(number)).toThrow('softmax scores: expected [..., V], received [],');
  expect(() => logSoftmax(number)).toThrow('logSoftmax scores: expected [..., V], received [],');
});

test('gradients, at a tie of the maximum too', () => {
  const tie = tf.tensor2d([
    [1, 1, 0],
    [2, 2, 2],
  ]);
  for (const f of [softmax, logSoftmax])
    for (const point of [x, tie]) expect(gradientGap<tf.Tensor2D>(f, point)).toBeLessThan(1e-7);
});

test('rows lie along any axes', () => {
  const [B, H, T, S] = [2, 3, 5, 7] as const;
  const scores = makeRng(5).normalTensor<tf.Rank.R4>([B, H, T, S], 3);
  expectTypeOf(softmax(scores)).toEqualTypeOf<tf.Tensor4D>();
  expectTypeOf(logSoftmax(scores)).toEqualTypeOf<tf.Tensor4D>();
  for (const f of [softmax, logSoftmax]) {
    const made = f(scores);
    const flat = f(tf.reshape<tf.Rank.R2>(scores, [B * H * T, S]));
    expect(gap(made, tf.reshape(flat, [B, H, T, S]))).toBe(0);
    expect(f(tf.tensor1d([2])).arraySync()).toEqual(f === softmax ? [1] : [0]);
    const few = tf.slice(scores, [0, 0, 0, 0], [2, 1, 1, 3]);
    expect(gradientGap<tf.Tensor4D>((x) => f(x), few)).toBeLessThan(1e-7);
  }
});

test('an impossible score has probability 0 and no gradient', () => {
  const some = tf.tensor2d([[-Infinity, 2, 3]]);
  const rest = softmax(tf.tensor2d([[2, 3]]));
  expect(gap(tf.slice(softmax(some), [0, 1]), rest)).toBe(0);
  expect(logSoftmax(some).arraySync()[0]?.[0]).toBe(-Infinity);
  const slope = tf.grad((t) => tf.sum(tf.square(softmax(t))))(some);
  const without = tf.grad((t) => tf.sum(tf.square(softmax(t))))(tf.tensor2d([[2, 3]]));
  expect(Array.from(slope.dataSync())).toEqual([0, ...without.dataSync()]);
});
