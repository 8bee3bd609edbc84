import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { flattenParams, makeRng } from '../../core/index.js';
import { gap } from '../../core/testing/gap.js';
import { gradientGap } from '../../core/testing/gradient-gap.js';
import { initDense } from '../dense.js';
import { keysMask } from '../mask.js';
import { initLayerNorm } from '../norm.js';
import { decoderBlock, emptyCache, type Cache, type DecoderBlockParams } from './attention.js';

const [B, T, S, D, H, F, C] = [2, 5, 3, 6, 2, 11, 8] as const;
const rng = makeRng(11);
const attention = () => {
  const square = () => initDense({ inputSize: D, outputSize: D }, rng);
  return { query: square(), key: square(), value: square(), output: square() };
};
const p: DecoderBlockParams = {
  norm1: initLayerNorm({ width: D }),
  attention: attention(),
  norm2: initLayerNorm({ width: D }),
  crossAttention: attention(),
  norm3: initLayerNorm({ width: D }),
  up: initDense({ inputSize: D, outputSize: F }, rng),
  down: initDense({ inputSize: F, outputSize: D }, rng),
};
const xs = rng.normalTensor<tf.Rank.R3>([B, T, D]);
const source = {
  xs: rng.normalTensor<tf.Rank.R3>([B, S, D]),
  mask: keysMask(
    tf.tensor2d([
      [1, 1, 1],
      [1, 1, 0],
    ]),
  ),
};
const steps = (of: tf.Tensor3D, from: number, to: number) =>
  tf.slice(of, [0, from, 0], [of.shape[0], to - from, D]);

/** Reads in parts that end at these steps. */
function readIn(ends: readonly number[], given = p, of = xs): { all: tf.Tensor3D; cache: Cache } {
  let cache = emptyCache(B, H, C, D / H);
  let from = 0;
  const parts = ends.map((to) => {
    const read = decoderBlock(given, steps(of, from, to), cache, source, H);
    cache = read.cache;
    from = to;
    return read.outputs;
  });
  return { all: tf.concat(parts, 1), cache };
}

test('reading token by token, or in parts, from the cache is reading the whole', () => {
  const whole = readIn([T]);
  for (const ends of [
    [1, 2, 3, 4, 5],
    [3, 5],
  ]) {
    const inParts = readIn(ends);
    expect(gap(inParts.all, whole.all)).toBeLessThan(1e-13);
    expect(gap({ ...inParts.cache }, { ...whole.cache })).toBeLessThan(1e-13);
  }
});

test('gradients go through the cache', () => {
  const inParts = (q: { p: typeof p; xs: tf.Tensor3D }) => readIn([2, 5], q.p, q.xs).all;
  expect(gradientGap(inParts, { p, xs })).toBeLessThan(1e-6);
});

test('axis 0 of every leaf of a cache is B: rows may be chosen', () => {
  const early = readIn([3]).cache;
  for (const leaf of Object.values(flattenParams({ ...early }))) expect(leaf.shape[0]).toBe(B);
  const turned = <X extends tf.Tensor>(of: X) => tf.reverse<X>(of, 0);
  const { k, v, length } = early;
  const late = decoderBlock(
    p,
    turned(steps(xs, 3, T)),
    { k: turned(k), v: turned(v), length: turned(length) },
    { xs: turned(source.xs), mask: turned(source.mask) },
    H,
  );
  expect(gap(late.outputs, turned(steps(readIn([T]).all, 3, T)))).toBeLessThan(1e-13);
});

test('a row that may look nowhere in its source gets nothing from it, without NaN', () => {
  const nowhere = { ...source, mask: tf.zerosLike(source.mask) };
  const blind = (q: { p: typeof p }) =>
    decoderBlock(q.p, xs, emptyCache(B, H, C, D / H), nowhere, H).outputs;
  expect(Array.from(blind({ p }).dataSync()).every(Number.isFinite)).toBe(true);
  expect(gradientGap(blind, { p })).toBeLessThan(1e-6);
});
