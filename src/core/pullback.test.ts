import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { einsum } from './einsum.js';
import { pullback } from './pullback.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';

const rng = makeRng(4);
const [x, w, dy] = [
  [2, 3],
  [3, 5],
  [2, 5],
].map((shape) => rng.normalTensor<tf.Rank.R2>(shape as [number, number])) as [
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor2D,
];
const f = (p: { x: tf.Tensor2D; w: tf.Tensor2D }) => einsum('B I, I F -> B F', p.x, p.w);

test('a product sends its gradient back through the other factor, transposed', () => {
  const { value, gradients } = pullback(f, { x, w }, dy);
  expect(gap(value, tf.matMul(x, w))).toBe(0);
  expect(gap(gradients, { x: tf.matMul(dy, w, false, true), w: tf.matMul(x, dy, true) })).toBe(0);
});

test('without a gradient of the value, that of its sum; zeros for what is ignored', () => {
  const unused = tf.ones([7]);
  const { gradients } = pullback((p) => f(p), { x, w, unused });
  expect(
    gap(gradients, { ...pullback(f, { x, w }, tf.ones([2, 5])).gradients, unused: tf.zeros([7]) }),
  ).toBe(0);
});

test('only value and gradients are left', () => {
  const before = tf.memory().numTensors;
  pullback(f, { x, w }, dy);
  expect(tf.memory().numTensors).toBe(before + 3);
});
