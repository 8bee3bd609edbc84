import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError, unstack } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { initRnn, rnnBackward, rnnCell, rnnCellBackward, rnnForward } from './rnn.js';
import { lastRealState, scan } from './scan.js';

const [B, T, I, U] = [2, 5, 7, 3] as const;
const rng = makeRng(24);
const p = initRnn({ inputSize: I, hiddenSize: U }, rng);
const xs = rng.normalTensor<tf.Rank.R3>([B, T, I]);
const x = rng.normalTensor<tf.Rank.R2>([B, I]);
const h = rng.uniformTensor<tf.Rank.R2>([B, U], -1, 1);

test('step and sequence have the gradients that central differences give', () => {
  expect(gradientGap(({ p, x, h }) => rnnCell(p, x, h), { p, x, h })).toBeLessThan(1e-7);
  expect(gradientGap(({ p, xs, h }) => rnnForward(p, xs, h), { p, xs, h })).toBeLessThan(1e-7);
});

test('the backward pass by hand is the gradient of the step', () => {
  const dhNext = rng.normalTensor<tf.Rank.R2>([B, U]);
  const scalar = (wIh: tf.Tensor, wHh: tf.Tensor, b: tf.Tensor, x: tf.Tensor, h: tf.Tensor) => {
    const weights = { wIh: wIh as tf.Tensor2D, wHh: wHh as tf.Tensor2D, b: b as tf.Tensor1D };
    return tf.sum(tf.mul(rnnCell(weights, x as tf.Tensor2D, h as tf.Tensor2D), dhNext));
  };
  const expected = tf.grads(scalar)([p.wIh, p.wHh, p.b, x, h]);
  const made = rnnCellBackward(p, x, h, rnnCell(p, x, h), dhNext);
  [made.dwIh, made.dwHh, made.db, made.dx, made.dh].forEach((gradient, i) => {
    expect(gap(gradient, expected[i] ?? tf.scalar(NaN))).toBeLessThan(1e-14);
  });
});

test('the backward pass through time is the gradient of the whole sequence', () => {
  const dStates = rng.normalTensor<tf.Rank.R3>([B, T, U]);
  const scalar = (wIh: tf.Tensor, wHh: tf.Tensor, b: tf.Tensor, xs: tf.Tensor, h: tf.Tensor) => {
    const weights = { wIh: wIh as tf.Tensor2D, wHh: wHh as tf.Tensor2D, b: b as tf.Tensor1D };
    return tf.sum(tf.mul(rnnForward(weights, xs as tf.Tensor3D, h as tf.Tensor2D), dStates));
  };
  const expected = tf.grads(scalar)([p.wIh, p.wHh, p.b, xs, h]);
  const made = rnnBackward(p, xs, h, rnnForward(p, xs, h), dStates);
  [made.dwIh, made.dwHh, made.db, made.dxs, made.dh0].forEach((gradient, i) => {
    expect(gap(gradient, expected[i] ?? tf.scalar(NaN))).toBeLessThan(1e-14);
  });
});

test('a gradient that arrives at one state alone changes nothing behind it', () => {
  const states = rnnForward(p, xs, h);
  const third = tf.tensor3d([0, 0, 1, 0, 0], [1, T, 1]);
  const { dxs } = rnnBackward(p, xs, h, states, tf.mul(tf.ones([B, T, U]), third));
  const early = tf.slice(dxs, [0, 0, 0], [B, 3, I]);
  expect(tf.max(tf.abs(tf.slice(dxs, [0, 3, 0], [B, 2, I]))).dataSync()[0]).toBe(0);
  expect(tf.min(tf.max(tf.abs(early), 2)).dataSync()[0]).toBeGreaterThan(1e-3);
});

test('through time with one step is the step', () => {
  const one = tf.slice(xs, [0, 0, 0], [B, 1, I]);
  const dhNext = rng.normalTensor<tf.Rank.R2>([B, U]);
  const dStates = tf.reshape<tf.Rank.R3>(dhNext, [B, 1, U]);
  const after = rnnForward(p, one, h);
  const made = rnnBackward(p, one, h, after, dStates);
  const [x1 = x, h1 = h] = [unstack(one, 1)[0], unstack(after, 1)[0]];
  const step = rnnCellBackward(p, x1, h, h1, dhNext);
  expect(gap(made.dwIh, step.dwIh)).toBe(0);
  expect(gap(made.dwHh, step.dwHh)).toBe(0);
  expect(gap(made.dh0, step.dh)).toBe(0);
  expect(made.dxs.shape).toEqual([B, 1, I]);
});

test('step by step is the whole sequence, and so is the scan of the step', () => {
  const states = unstack(rnnForward(p, xs, h), 1);
  let state = h;
  unstack(xs, 1).forEach((step, t) => {
    state = rnnCell(p, step, state);
    expect(gap(state, states[t] ?? tf.scalar(NaN))).toBe(0);
  });
  expect(gap(scan(rnnCell)(p, xs, h), rnnForward(p, xs, h))).toBe(0);
});

test('a sequence read in two parts is the whole one', () => {
  const [early, late] = [tf.slice(xs, [0, 0, 0], [B, 2, I]), tf.slice(xs, [0, 2, 0], [B, 3, I])];
  const first = rnnForward(p, early, h);
  const between = unstack(first, 1).at(-1) ?? h;
  const joined = tf.concat([first, rnnForward(p, late, between)], 1);
  expect(gap(joined, rnnForward(p, xs, h))).toBe(0);
});

test('what comes later does not change what came before', () => {
  const changed = tf.concat([tf.slice(xs, [0, 0, 0], [B, 3, I]), tf.ones([B, 2, I])], 1);
  const early = (states: tf.Tensor3D) => tf.slice(states, [0, 0, 0], [B, 3, U]);
  const made = rnnForward(p, changed as tf.Tensor3D, h);
  expect(gap(early(made), early(rnnForward(p, xs, h)))).toBe(0);
  expect(gap(made, rnnForward(p, xs, h))).toBeGreaterThan(0.1);
});

test('a batch turned round gives states turned round', () => {
  const turned = rnnForward(p, tf.reverse(xs, 0), tf.reverse(h, 0));
  expect(gap(turned, tf.reverse(rnnForward(p, xs, h), 0))).toBeLessThan(1e-15);
});

test('a sequence of one step, and a batch of nothing', () => {
  const one = tf.slice(xs, [0, 0, 0], [B, 1, I]);
  expect(rnnForward(p, one, h).shape).toEqual([B, 1, U]);
  expect(rnnForward(p, tf.zeros([0, T, I]), tf.zeros([0, U])).shape).toEqual([0, T, U]);
});

test('a sequence without steps, and disagreeing sizes, are refused', () => {
  expect(() => rnnForward(p, tf.zeros([B, 0, I]), h)).toThrow(/at least one/);
  expect(() => rnnForward(p, tf.zeros([B, T, 5]), h)).toThrow(
    'rnnForward xs: expected I = 7, received I = 5.',
  );
  expect(() => rnnCell(p, x, tf.zeros([3, U]))).toThrow(
    'rnnCell h: expected B = 2, received B = 3.',
  );
  expect(() => rnnCell(p, x, tf.zeros([B, 5]))).toThrow(ShapeError);
  expect(() => rnnCell(p, tf.zeros([B, 5]), h)).toThrow(ShapeError);
  expect(() => rnnCellBackward(p, x, h, h, tf.zeros([1, U]))).toThrow(ShapeError);
  expect(() => rnnCellBackward(p, x, h, tf.zeros([1, U]), h)).toThrow(ShapeError);
  expect(() => rnnCellBackward(p, x, tf.zeros([1, U]), h, h)).toThrow(ShapeError);
  expect(() => rnnCellBackward(p, tf.zeros([B, 5]), h, h, h)).toThrow(ShapeError);
});

test('through time, what does not fit is refused, and so is a sequence without steps', () => {
  const states = rnnForward(p, xs, h);
  const none = tf.zeros<tf.Rank.R3>([B, 0, U]);
  expect(() => rnnBackward(p, tf.zeros([B, 0, I]), h, none, none)).toThrow(/at least one/);
  expect(() => rnnBackward(p, xs, h, states, tf.zeros([B, 3, U]))).toThrow(
    'rnnBackward dStates: expected T = 5, received T = 3.',
  );
  expect(() => rnnBackward(p, xs, h, none, states)).toThrow(ShapeError);
  expect(() => rnnBackward(p, xs, tf.zeros([3, U]), states, states)).toThrow(ShapeError);
  expect(() => rnnBackward(p, tf.zeros([B, T, 5]), h, states, states)).toThrow(ShapeError);
});

test('the last real state does not see the padding behind it', () => {
  const states = rnnForward(p, xs, h);
  const mask = tf.tensor2d([
    [1, 1, 1, 0, 0],
    [1, 0, 0, 0, 0],
  ]);
  const [first, second] = states.arraySync();
  expect(lastRealState(states, mask).arraySync()).toEqual([first?.[2], second?.[0]]);
  expect(lastRealState(states, tf.zeros([B, T])).arraySync()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(gradientGap((s: tf.Tensor3D) => lastRealState(s, mask), states)).toBeLessThan(1e-7);
  expect(() => lastRealState(states, tf.zeros([B, 3]))).toThrow(ShapeError);
});

test('first weights lie within their bound', () => {
  const { wIh, wHh, b } = initRnn({ inputSize: 11, hiddenSize: 25 }, makeRng(1));
  expect([wIh.shape, wHh.shape, b.shape]).toEqual([[11, 25], [25, 25], [25]]);
  const largest = Math.max(...Array.from(wHh.dataSync(), Math.abs));
  expect(largest).toBeLessThanOrEqual(0.2);
  expect(largest).toBeGreaterThan(0.19);
});
