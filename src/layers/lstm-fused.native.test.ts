import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, mul, sum, tidy } from '../core/index.js';
import { valueAndGradients } from '../train/gradients.js';
import { hasNativeOps } from '../core/native-op.js';
import { fusedLstm } from './lstm-fused.js';
import { lstm, type LstmParams } from './lstm.js';
import type { Encoder } from './recurrent.js';

const [B, T, I, U] = [3, 5, 2, 7] as const;
const rng = makeRng(91);
const params = {
  layer: lstm.init({ inputSize: I, hiddenSize: U }, rng),
  xs: rng.normalTensor<tf.Rank.R3>([B, T, I]),
};
const weights = rng.normalTensor<tf.Rank.R3>([B, T, U]);
const mask = tf.tensor2d([
  [1, 1, 1, 1, 1],
  [1, 1, 0, 0, 0],
  [1, 1, 1, 1, 0],
]);

function numbers(layer: Encoder<LstmParams>): number[] {
  const { value, gradients } = valueAndGradients(
    (p) => sum('B T U -> ', mul(layer.encode(p.layer, p.xs, mask).outputs, weights)),
    params,
  );
  const { last } = layer.encode(params.layer, params.xs, mask);
  const all = [value, ...Object.values(gradients.layer), gradients.xs, last];
  return all.flatMap((tensor) => Array.from(tensor.dataSync()));
}

test('gives the values and gradients of the readable form', () => {
  expect(hasNativeOps()).toBe(true);
  const [fused, readable] = [numbers(fusedLstm), numbers(lstm)];
  expect(fused).toHaveLength(readable.length);
  readable.forEach((number, i) => {
    expect(fused[i]).toBeCloseTo(number, 5);
  });
});

test('leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  tidy(() => numbers(fusedLstm));
  expect(tf.memory().numTensors).toBe(before);
});
