import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { concat, makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import {
  initLayerNormLstm,
  layerNormLstmCell,
  type LayerNormLstmParams,
} from './layer-norm-lstm.js';
import { initLstm, lstmCell } from './lstm.js';

const [B, I, U] = [2, 7, 5] as const;
const p = initLayerNormLstm({ inputSize: I, hiddenSize: U }, makeRng(61));
const plain = initLstm({ inputSize: I, hiddenSize: U }, makeRng(61));
const rng = makeRng(62);
const x = rng.normalTensor<tf.Rank.R2>([B, I]);
const state = {
  h: rng.uniformTensor<tf.Rank.R2>([B, U], -1, 1),
  c: rng.normalTensor<tf.Rank.R2>([B, U], 1.5),
};

/** The weights with so much as the bias of each gate: i, f, g, o. */
const leaning = (...gates: number[]): LayerNormLstmParams => {
  const bias = concat(gates.map((by) => tf.fill<tf.Rank.R1>([U], by)));
  return { ...p, normIh: { ...p.normIh, bias } };
};

test('weights a hundred times larger change nothing, which they do without the norms', () => {
  const larger = {
    wIh: tf.mul<tf.Tensor2D>(p.wIh, 100),
    wHh: tf.mul<tf.Tensor2D>(p.wHh, 100),
  };
  const normed = layerNormLstmCell({ ...p, ...larger }, x, state);
  expect(gap(normed.c, layerNormLstmCell(p, x, state).c)).toBeLessThan(1e-4);
  const bare = lstmCell({ ...plain, ...larger }, x, state);
  expect(gap(bare.c, lstmCell(plain, x, state).c)).toBeGreaterThan(0.1);
});

test('with f open and i shut the cells are kept as they are; what is shown of them is of one size', () => {
  const belt = leaning(-800, 50, 0, 0);
  expect(gap(layerNormLstmCell(belt, x, state).c, state.c)).toBeLessThan(1e-15);
  const shown = layerNormLstmCell(belt, x, state).h;
  const larger = layerNormLstmCell(belt, x, { ...state, c: tf.mul(state.c, 100) }).h;
  expect(gap(larger, shown)).toBeLessThan(1e-4);
  const hidden = layerNormLstmCell(leaning(0, 0, 0, -800), x, state);
  expect(gap(hidden.h, tf.zeros([B, U]))).toBe(0);
});

test('begins with the weights of an LSTM, its forget gates open, gains 1 and other biases 0', () => {
  expect([gap(p.wIh, plain.wIh), gap(p.wHh, plain.wHh), gap(p.normIh.bias, plain.b)]).toEqual([
    0, 0, 0,
  ]);
  expect(p.normIh.bias.arraySync().slice(U, 2 * U)).toEqual([1, 1, 1, 1, 1]);
  for (const { gain } of [p.normIh, p.normHh, p.normC])
    expect(gap(gain, tf.onesLike(gain))).toBe(0);
  for (const { bias } of [p.normHh, p.normC]) expect(gap(bias, tf.zerosLike(bias))).toBe(0);
});

test('sizes that disagree are refused', () => {
  expect(() => layerNormLstmCell(p, x, { ...state, h: tf.zeros([3, U]) })).toThrow(
    'layerNormLstmCell state.h: expected B = 2, received B = 3.',
  );
  expect(() => layerNormLstmCell(p, x, { ...state, c: tf.zeros([B, 3]) })).toThrow(
    'layerNormLstmCell state.c: expected U = 5, received U = 3.',
  );
  expect(() => layerNormLstmCell(p, tf.zeros([B, 3]), state)).toThrow(ShapeError);
});
