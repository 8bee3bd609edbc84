import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { bidirectional, reverseTokens } from './bidirectional.js';
import { rnn } from './rnn.js';
import { stackedEncoders } from './stacked.js';

const [B, T, I, U] = [3, 4, 2, 3] as const;
const layer = bidirectional(rnn);
const p = layer.init({ inputSize: I, hiddenSize: U }, makeRng(91));
const xs = makeRng(92).normalTensor<tf.Rank.R3>([B, T, I]);
const mask = tf.tensor2d([
  [1, 1, 1, 1],
  [1, 1, 0, 0],
  [0, 0, 0, 0],
]);
const row = (x: tf.Tensor3D, b: number, T: number) => tf.slice(x, [b, 0, 0], [1, T, x.shape[2]]);
const halves = (outputs: tf.Tensor3D) => tf.split<tf.Tensor3D>(outputs, 2, 2);

test('one layer and two have the gradients that central differences give, padding and all', () => {
  const outputs = (q: { p: typeof p; xs: tf.Tensor3D }) => layer.encode(q.p, q.xs, mask).outputs;
  expect(gradientGap(outputs, { p, xs })).toBeLessThan(1e-7);
  const last = (q: { p: typeof p; xs: tf.Tensor3D }) => layer.encode(q.p, q.xs, mask).last;
  expect(gradientGap(last, { p, xs })).toBeLessThan(1e-7);
  const deep = stackedEncoders([layer, layer]);
  const weights = deep.init({ inputSize: I, hiddenSize: 2 }, makeRng(93));
  const above = (q: typeof weights) => deep.encode(q, xs, mask).outputs;
  expect(gradientGap(above, weights)).toBeLessThan(1e-7);
});

test('a short row among long ones is what it is alone', () => {
  const beside = layer.encode(p, xs, mask);
  const alone = layer.encode(p, row(xs, 1, 2), tf.ones([1, 2]));
  expect(gap(row(beside.outputs, 1, 2), alone.outputs)).toBeLessThan(1e-15);
  expect(gap(tf.slice(beside.last, [1, 0], [1, 2 * U]), alone.last)).toBeLessThan(1e-15);
  expect(tf.slice(beside.last, [2, 0], [1, 2 * U]).arraySync()).toEqual([[0, 0, 0, 0, 0, 0]]);
});

test('the first half knows what came before, the second what comes behind', () => {
  const all = tf.ones<tf.Rank.R2>([B, T]);
  const changed = tf.concat(
    [
      tf.slice(xs, [0, 0, 0], [B, 1, I]),
      tf.ones<tf.Rank.R3>([B, 1, I]),
      tf.slice(xs, [0, 2, 0], [B, 2, I]),
    ],
    1,
  );
  const [before, after] = [xs, changed].map((x) => halves(layer.encode(p, x, all).outputs));
  const steps = (half: 0 | 1) =>
    Array.from({ length: T }, (_, t) => {
      const at = (x: tf.Tensor3D | undefined) => tf.slice(x ?? xs, [0, t, 0], [B, 1, U]);
      return gap(at(before?.[half]), at(after?.[half])) > 0;
    });
  expect(steps(0)).toEqual([false, true, true, true]);
  expect(steps(1)).toEqual([true, true, false, false]);
});

test('the halves have weights of their own, and end at the last and at the first token', () => {
  expect(gap(p.forwards.wHh, p.backwards.wHh)).toBeGreaterThan(0.1);
  const { outputs, last } = layer.encode(p, xs, mask);
  const [forwards, backwards] = halves(outputs);
  const ends = [
    tf.slice(forwards ?? xs, [1, 1, 0], [1, 1, U]),
    tf.slice(backwards ?? xs, [1, 0, 0], [1, 1, U]),
  ];
  const expected = tf.reshape(tf.concat(ends, 2), [2 * U]);
  expect(gap(tf.reshape(tf.slice(last, [1, 0], [1, 2 * U]), [2 * U]), expected)).toBe(0);
});

test('reverseTokens twice is the row again; padding stays where it is', () => {
  const rows = tf.tensor3d([[[1], [2], [3], [0]]]);
  const tokens = tf.tensor2d([[1, 1, 1, 0]]);
  expect(reverseTokens(rows, tokens).arraySync()).toEqual([[[3], [2], [1], [0]]]);
  expect(gap(reverseTokens(reverseTokens(xs, mask), mask), xs)).toBe(0);
  expect(() => reverseTokens(xs, tf.ones([B, 3]))).toThrow(ShapeError);
});
