import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { disposeParams, makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { initLayerNormRnn, layerNormRnnCell } from './layer-norm-rnn.js';
import { initRnn, rnnCell } from './rnn.js';

const [B, I, U] = [2, 7, 5] as const;
const p = initLayerNormRnn({ inputSize: I, hiddenSize: U }, makeRng(61));
const x = makeRng(62).normalTensor<tf.Rank.R2>([B, I]);
const h = makeRng(63).uniformTensor<tf.Rank.R2>([B, U], -1, 1);

test('weights a hundred times larger change nothing, which they do without the norm', () => {
  const larger = {
    ...p,
    wIh: tf.mul<tf.Tensor2D>(p.wIh, 100),
    wHh: tf.mul<tf.Tensor2D>(p.wHh, 100),
  };
  expect(gap(layerNormRnnCell(larger, x, h), layerNormRnnCell(p, x, h))).toBeLessThan(1e-4);
  const b = tf.zeros<tf.Rank.R1>([U]);
  expect(gap(rnnCell({ ...larger, b }, x, h), rnnCell({ ...p, b }, x, h))).toBeGreaterThan(0.1);
});

test('begins with the weights of an RNN, gain 1 and bias 0', () => {
  const plain = initRnn({ inputSize: I, hiddenSize: U }, makeRng(61));
  expect([gap(p.wIh, plain.wIh), gap(p.wHh, plain.wHh)]).toEqual([0, 0]);
  expect([p.norm.gain.arraySync(), p.norm.bias.arraySync()]).toEqual([
    [1, 1, 1, 1, 1],
    [0, 0, 0, 0, 0],
  ]);
});

test('sizes that disagree are refused', () => {
  expect(() => layerNormRnnCell(p, x, tf.zeros([3, U]))).toThrow(
    'layerNormRnnCell h: expected B = 2, received B = 3.',
  );
  expect(() => layerNormRnnCell(p, tf.zeros([B, 3]), h)).toThrow(ShapeError);
});

test('first weights leave no tensor but themselves', () => {
  const before = tf.memory().numTensors;
  disposeParams(initLayerNormRnn({ inputSize: I, hiddenSize: U }, makeRng(1)));
  expect(tf.memory().numTensors).toBe(before);
});
