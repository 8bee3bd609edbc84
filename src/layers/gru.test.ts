import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { concat, makeRng, mapParams, ShapeError, split, unstack } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { gruCellResetBefore, initGruResetBefore } from './gru-reset-before.js';
import { gruCell, gruCellBackward, gruForward, gruGates, initGru, type GruParams } from './gru.js';
import { rnnCell } from './rnn.js';

const [B, T, I, U] = [2, 5, 7, 3] as const;
const rng = makeRng(51);
const blurred = <P extends GruParams | ReturnType<typeof initGruResetBefore>>(p: P): P =>
  mapParams(p, (leaf) => tf.add(leaf, rng.normalTensor(leaf.shape, 0.3)));
const p = blurred(initGru({ inputSize: I, hiddenSize: U }, rng));
const before = blurred(initGruResetBefore({ inputSize: I, hiddenSize: U }, rng));
const xs = rng.normalTensor<tf.Rank.R3>([B, T, I]);
const x = rng.normalTensor<tf.Rank.R2>([B, I]);
const h = rng.uniformTensor<tf.Rank.R2>([B, U], -1, 1);

/** The weights with so much added to the bias of each gate: r, z, n. */
const leaning = (r: number, z: number, n: number): GruParams => {
  const by = concat([r, z, n].map((bias) => tf.fill<tf.Rank.R1>([U], bias)));
  return { ...p, bIh: tf.add(p.bIh, by) };
};

test('both steps have the gradients that central differences give', () => {
  expect(gradientGap(({ p, x, h }) => gruCell(p, x, h), { p, x, h })).toBeLessThan(1e-7);
  const args = { p: before, x, h };
  expect(gradientGap(({ p, x, h }) => gruCellResetBefore(p, x, h), args)).toBeLessThan(1e-7);
});

test('the backward pass by hand is the gradient of the step', () => {
  const dhNext = rng.normalTensor<tf.Rank.R2>([B, U]);
  const scalar = (...[wIh, wHh, bIh, bHh, x, h]: tf.Tensor[]) =>
    tf.sum(tf.mul(gruCell({ wIh, wHh, bIh, bHh } as GruParams, x as never, h as never), dhNext));
  const expected = tf.grads(scalar)([p.wIh, p.wHh, p.bIh, p.bHh, x, h]);
  const made = gruCellBackward(p, x, h, dhNext);
  [made.dwIh, made.dwHh, made.dbIh, made.dbHh, made.dx, made.dh].forEach((gradient, i) => {
    expect(gap(gradient, expected[i] ?? tf.scalar(NaN))).toBeLessThan(1e-14);
  });
});

test('what z keeps comes out as it was', () => {
  expect(gap(gruCell(leaning(0, 50, 0), x, h), h)).toBeLessThan(1e-15);
  expect(gap(gruCellResetBefore({ ...before, b: leaning(0, 50, 0).bIh }, x, h), h)).toBeLessThan(
    1e-15,
  );
  const { dh, dwIh } = gruCellBackward(leaning(0, 50, 0), x, h, tf.ones([B, U]));
  expect(gap(dh, tf.ones([B, U]))).toBeLessThan(1e-15);
  expect(gap(dwIh, tf.zeros([I, 3 * U]))).toBeLessThan(1e-15);
});

test('with r open and z shut it is a simple recurrent network', () => {
  const [, , wIh] = split(p.wIh, 3, 1);
  const [, , wHh] = split(p.wHh, 3, 1);
  const [, , b] = split(tf.add<tf.Tensor1D>(p.bIh, p.bHh), 3);
  expect(gap(gruCell(leaning(50, -50, 0), x, h), rnnCell({ wIh, wHh, b }, x, h))).toBeLessThan(
    1e-14,
  );
});

test('with r shut, a state before the step is forgotten, but for its bias', () => {
  const shut = leaning(-800, -800, 0);
  const [, , xn] = split(tf.add<tf.Tensor2D>(tf.matMul(x, p.wIh), p.bIh), 3, 1);
  expect(gap(gruCell(shut, x, h), tf.tanh(xn))).toBeLessThan(1e-15);
});

test('where the reset stands makes no difference to one unit without its bias, and does to more', () => {
  const both = (units: number) => {
    const { wIh, wHh, b } = blurred(initGruResetBefore({ inputSize: I, hiddenSize: units }, rng));
    const h = rng.uniformTensor<tf.Rank.R2>([B, units], -1, 1);
    const after = gruCell({ wIh, wHh, bIh: b, bHh: tf.zerosLike(b) }, x, h);
    return gap(after, gruCellResetBefore({ wIh, wHh, b }, x, h));
  };
  expect(both(1)).toBeLessThan(1e-15);
  expect(both(U)).toBeGreaterThan(1e-3);
});

test('the gates that are looked at are those that made the states', () => {
  const { r, z, n } = gruGates(p, xs, h);
  const states = gruForward(p, xs, h);
  const earlier = tf.concat([tf.expandDims(h, 1), tf.slice(states, [0, 0, 0], [B, T - 1, U])], 1);
  const made = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, earlier));
  expect(gap(made, states)).toBeLessThan(1e-15);
  const [shut] = unstack(gruGates(leaning(-50, 0, 0), xs, h).r, 1);
  expect(gap(shut ?? r, tf.zeros([B, U]))).toBeLessThan(1e-15);
  expect([r.shape, z.shape, n.shape]).toEqual([states.shape, states.shape, states.shape]);
});

test('a sequence of one step, and a batch of nothing', () => {
  const one = tf.slice(xs, [0, 0, 0], [B, 1, I]);
  expect(gruForward(p, one, h).shape).toEqual([B, 1, U]);
  expect(gruForward(p, tf.zeros([0, T, I]), tf.zeros([0, U])).shape).toEqual([0, T, U]);
});

test('a sequence without steps, and disagreeing sizes, are refused', () => {
  expect(() => gruForward(p, tf.zeros([B, 0, I]), h)).toThrow(/at least one/);
  expect(() => gruForward(p, tf.zeros([B, T, 5]), h)).toThrow(
    'gruForward xs: expected I = 7, received I = 5.',
  );
  expect(() => gruCell(p, x, tf.zeros([3, U]))).toThrow(
    'gruCell h: expected B = 2, received B = 3.',
  );
  expect(() => gruCell(p, x, tf.zeros([B, 5]))).toThrow(ShapeError);
  expect(() => gruCell(p, tf.zeros([B, 5]), h)).toThrow(ShapeError);
  expect(() => gruCellResetBefore(before, x, tf.zeros([3, U]))).toThrow(
    'gruCellResetBefore h: expected B = 2, received B = 3.',
  );
  expect(() => gruCellResetBefore(before, x, tf.zeros([B, 5]))).toThrow(ShapeError);
  expect(() => gruCellBackward(p, x, tf.zeros([3, U]), h)).toThrow(ShapeError);
  expect(() => gruCellBackward(p, x, h, tf.zeros([1, U]))).toThrow(
    'gruCellBackward dhNext: expected B = 2, received B = 1.',
  );
});

test('no tensor survives a step forward and back but what it returns', () => {
  const numbers = tf.memory().numTensors;
  const made = tf.tidy(() => gruCellBackward(p, x, h, gruCell(p, x, h)));
  expect(tf.memory().numTensors).toBe(numbers + 6);
  tf.dispose(made);
  const states = tf.tidy(() => gruForward(p, xs, h));
  expect(tf.memory().numTensors).toBe(numbers + 1);
  states.dispose();
});

test('first weights lie within their bound, and every gate has its own', () => {
  for (const init of [initGru, initGruResetBefore]) {
    const { wIh, wHh } = init({ inputSize: 11, hiddenSize: 25 }, makeRng(1));
    expect([wIh.shape, wHh.shape]).toEqual([
      [11, 75],
      [25, 75],
    ]);
    const largest = Math.max(...Array.from(wHh.dataSync(), Math.abs));
    expect(largest).toBeLessThanOrEqual(0.2);
    expect(largest).toBeGreaterThan(0.19);
    const [r, z] = split(wHh, 3, 1);
    expect(gap(r, z)).toBeGreaterThan(0.1);
  }
});
