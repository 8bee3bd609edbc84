import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { concat, makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gruCell, initGru } from './gru.js';
import { initLayerNormGru, layerNormGruCell, type LayerNormGruParams } from './layer-norm-gru.js';

const [B, I, U] = [2, 7, 5] as const;
const p = initLayerNormGru({ inputSize: I, hiddenSize: U }, makeRng(61));
const x = makeRng(62).normalTensor<tf.Rank.R2>([B, I]);
const h = makeRng(63).uniformTensor<tf.Rank.R2>([B, U], -1, 1);

/** The weights with so much as the bias of r and of z. */
const leaning = (r: number, z: number): LayerNormGruParams => {
  const bias = concat([r, z].map((by) => tf.fill<tf.Rank.R1>([U], by)));
  return { ...p, normIrz: { ...p.normIrz, bias } };
};

test('weights a hundred times larger change nothing, which they do without the norms', () => {
  const larger = {
    wIh: tf.mul<tf.Tensor2D>(p.wIh, 100),
    wHh: tf.mul<tf.Tensor2D>(p.wHh, 100),
  };
  expect(gap(layerNormGruCell({ ...p, ...larger }, x, h), layerNormGruCell(p, x, h))).toBeLessThan(
    1e-4,
  );
  const plain = initGru({ inputSize: I, hiddenSize: U }, makeRng(61));
  expect(gap(gruCell({ ...plain, ...larger }, x, h), gruCell(plain, x, h))).toBeGreaterThan(0.1);
});

test('what z keeps comes out as it was, and with r shut the state is not heard', () => {
  expect(gap(layerNormGruCell(leaning(0, 50), x, h), h)).toBeLessThan(1e-15);
  const deaf = leaning(-800, -800);
  const other = tf.reverse(h, 1);
  expect(gap(layerNormGruCell(deaf, x, h), layerNormGruCell(deaf, x, other))).toBe(0);
  expect(gap(layerNormGruCell(p, x, h), layerNormGruCell(p, x, other))).toBeGreaterThan(0.1);
});

test('begins with the weights of a GRU, gains 1 and biases 0', () => {
  const plain = initGru({ inputSize: I, hiddenSize: U }, makeRng(61));
  expect([gap(p.wIh, plain.wIh), gap(p.wHh, plain.wHh)]).toEqual([0, 0]);
  for (const { gain, bias } of [p.normIrz, p.normHrz, p.normIn, p.normHn])
    expect([gap(gain, tf.onesLike(gain)), gap(bias, tf.zerosLike(bias))]).toEqual([0, 0]);
});

test('sizes that disagree are refused', () => {
  expect(() => layerNormGruCell(p, x, tf.zeros([3, U]))).toThrow(
    'layerNormGruCell h: expected B = 2, received B = 3.',
  );
  expect(() => layerNormGruCell(p, tf.zeros([B, 3]), h)).toThrow(ShapeError);
  expect(() => layerNormGruCell(p, x, tf.zeros([B, 3]))).toThrow(ShapeError);
});
