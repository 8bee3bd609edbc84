import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { ShapeError } from './errors.js';
import { masked } from './masked.js';
import { rearrange } from './rearrange.js';
import { makeRng } from './rng.js';
import { softmax } from './softmax.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const [B, H, T, S] = [2, 3, 3, 5] as const;
const scores = makeRng(44).normalTensor<tf.Rank.R4>([B, H, T, S], 2);
const padding = tf.tensor2d([
  [1, 1, 1, 0, 0],
  [1, 1, 1, 1, 1],
]);
const causal = tf.linalg.bandPart(tf.ones<tf.Rank.R2>([T, S]), -1, 0);

test('masked scores have no part in the softmax, the others share it as if they were alone', () => {
  const w = softmax(masked(scores, rearrange('B S -> B 1 1 S', padding)));
  expect(gap(tf.slice(w, [0, 0, 0, 3], [1, H, T, 2]), tf.zeros([1, H, T, 2]))).toBe(0);
  const alone = softmax(tf.slice(scores, [0, 0, 0, 0], [1, H, T, 3]));
  expect(gap(tf.slice(w, [0, 0, 0, 0], [1, H, T, 3]), alone)).toBeLessThan(1e-15);
});

test('a mask of batches, of times, or of both is broadcast', () => {
  const [b, t] = [rearrange('B S -> B 1 1 S', padding), rearrange('T S -> 1 1 T S', causal)];
  const both = tf.logicalAnd(tf.cast(b, 'bool'), tf.cast(t, 'bool'));
  expect(gap(masked(scores, both, 0), masked(masked(scores, b, 0), t, 0))).toBe(0);
  expect(gap(masked(scores, t, 0), tf.mul(scores, t))).toBe(0);
  expect(gap(masked(scores, causal, 0), masked(scores, t, 0))).toBe(0);
});

test('has the gradient that central differences give', () => {
  const weights = (x: tf.Tensor4D) => softmax(masked(x, rearrange('B S -> B 1 1 S', padding)));
  expect(gradientGap(weights, scores)).toBeLessThan(1e-7);
});

test('a row that is masked as a whole gives zeros, forwards and backwards', () => {
  const mask = tf.tensor2d([
    [0, 0, 0],
    [1, 0, 1],
  ]);
  const [x, v] = [
    tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 7],
    ]),
  ];
  const weights = (x: tf.Tensor2D) => softmax(masked(x, mask));
  expect(weights(x).arraySync()[0]).toEqual([0, 0, 0]);
  const read = (x: tf.Tensor) => tf.sum(tf.matMul(weights(x as tf.Tensor2D), v));
  const dx = tf.grad(read)(x).dataSync();
  expect(Array.from(dx.slice(0, 3), Math.abs)).toEqual([0, 0, 0]);
  expect(dx[4]).toBeCloseTo(0, 15);
  expect(dx[3]).not.toBe(0);
  expect(gradientGap(weights, x)).toBeLessThan(1e-7);
});

test('a masked score plays no part, not even NaN', () => {
  const x = tf.tensor2d([[NaN, 1, Infinity, 2]]);
  const mask = tf.tensor2d([[0, 1, 0, 1]]);
  const plain = softmax(tf.tensor2d([[1, 2]])).arraySync()[0] ?? [];
  const weights = (x: tf.Tensor) => softmax(masked(x as tf.Tensor2D, mask));
  expect(weights(x).arraySync()).toEqual([[0, plain[0], 0, plain[1]]]);
  const slope = tf
    .grad((x) => tf.sum(tf.square(weights(x))))(x)
    .dataSync();
  expect([slope[0], slope[2]]).toEqual([0, 0]);
  expect(Array.from(slope).every(Number.isFinite)).toBe(true);
});

test('0 alone hides a score, whatever the numbers of mask and scores', () => {
  const mask = tf.tensor1d([0.5, NaN, -1, 0]);
  expect(masked(tf.tensor1d([1, 2, 3, 4]), mask).arraySync()).toEqual([1, 2, 3, -Infinity]);
  const whole = masked(tf.tensor1d([7, 7, 7, 9], 'int32'), mask);
  expect([whole.dtype, whole.arraySync()]).toEqual(['float32', [7, 7, 7, -Infinity]]);
});

test('no rows, and rows of no scores, stay', () => {
  for (const sizes of [
    [0, S],
    [3, 0],
  ])
    expect(masked(tf.zeros(sizes), tf.ones([1, sizes[1] ?? 0])).shape).toEqual(sizes);
});

test('a mask that does not broadcast is refused', () => {
  for (const wrong of [tf.ones([B, S]), tf.ones([2, B, H, T, S]), tf.ones([S, S])])
    expect(() => masked(scores, wrong)).toThrow(ShapeError);
  expect(() => masked(scores, tf.ones([B, S]))).toThrow(
    'masked mask: expected a shape that broadcasts to [2, 3, 3, 5], received [2, 5].',
  );
});
