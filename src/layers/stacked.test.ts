import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { countParams, makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { recurrent } from './recurrent.js';
import { initRnn, rnn, rnnCell, type RnnParams } from './rnn.js';
import { residual, stacked, stackedEncoders } from './stacked.js';

const [B, T, I, U] = [2, 3, 7, 5] as const;
const xs = makeRng(81).normalTensor<tf.Rank.R3>([B, T, I]);
const mask = tf.ones<tf.Rank.R2>([B, T]);
const sizes = { inputSize: I, hiddenSize: U };

test('the first layer reads the input, each next one the units below; all begin differently', () => {
  const p = stacked([rnn, rnn, rnn]).init(sizes, makeRng(82));
  expect(p.map(({ wIh }) => wIh.shape)).toEqual([
    [I, U],
    [U, U],
    [U, U],
  ]);
  expect(countParams(p)).toBe(I * U + 2 * U * U + 3 * (U * U + U));
  expect(gap(p[1]?.wIh ?? xs, p[2]?.wIh ?? xs)).toBeGreaterThan(0.1);
});

test('a stack is its layers one after the other', () => {
  const deep = stacked([rnn, rnn]);
  const p = deep.init(sizes, makeRng(83));
  const [low, high] = p;
  if (low === undefined || high === undefined) throw new Error('two layers have two weights');
  const below = rnn.encode(low, xs, mask);
  const above = rnn.encode(high, below.outputs, mask);
  expect(gap(deep.encode(p, xs, mask).outputs, above.outputs)).toBe(0);
  expect(gap(deep.encode(p, xs, mask).last, above.last)).toBe(0);
  expect(gap(stackedEncoders([rnn, rnn]).encode(p, xs, mask).outputs, above.outputs)).toBe(0);
});

test('what passes a layer without weights is what it was given', () => {
  const p: RnnParams = { wIh: tf.zeros([I, I]), wHh: tf.zeros([I, I]), b: tf.zeros([I]) };
  expect(gap(residual(rnn).encode(p, xs, mask).outputs, xs)).toBe(0);
});

test('a skip connection carries a gradient past layers whose units are saturated', () => {
  const stiff = recurrent({
    init: initRnn,
    cell: (p, x, h) => rnnCell({ ...p, b: tf.fill<tf.Rank.R1>([U], 40) }, x, h),
  });
  const through = (layer: typeof rnn) => {
    const deep = stacked([layer, layer, layer]);
    const p = deep.init({ inputSize: U, hiddenSize: U }, makeRng(84));
    const total = (input: tf.Tensor) =>
      tf.sum(deep.read(p, input as tf.Tensor3D, deep.start(p, B)).outputs);
    return tf.max(tf.abs(tf.grad(total)(tf.ones([B, T, U])))).dataSync()[0];
  };
  expect(through(stiff)).toBe(0);
  expect(through(residual(stiff))).toBe(1);
});

test('no layer, weights for fewer layers, other sizes past a skip connection are refused', () => {
  expect(() => stacked([])).toThrow(
    'stacked layers: expected at least one layer, received none. Pass stacked([rnn, rnn]).',
  );
  const few = stacked([rnn]).init(sizes, makeRng(1));
  expect(() => stacked([rnn, rnn]).encode(few, xs, mask)).toThrow(
    /weights and a state for layer 1, received those of 1 layer/,
  );
  const layer = residual(rnn);
  const p = layer.init(sizes, makeRng(1));
  expect(() => layer.encode(p, xs, mask)).toThrow(
    'residual inputs: expected U = 5, received U = 7.',
  );
});
