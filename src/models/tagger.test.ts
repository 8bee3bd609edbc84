import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { bidirectional } from '../layers/bidirectional.js';
import { rnn } from '../layers/rnn.js';
import { sequenceLoss } from '../train/losses.js';
import { tagger } from './tagger.js';
import { overfit } from '../train/testing/overfit.js';

const [V, C] = [7, 3] as const;
const sizes = { vocabularySize: V, width: 3, hiddenSize: 5, classes: C };
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const oneWay = tagger(sizes, { layer: rnn });
const bothWays = tagger(sizes, { layer: bidirectional(rnn) });

test('gives every token a score for every tag, with their gradients', () => {
  const params = bothWays.init(makeRng(1));
  const rows = ids([
    [1, 2, 3, 4],
    [5, 6, 0, 0],
  ]);
  expect(bothWays.encode(params, rows).shape).toEqual([2, 4, C]);
  const mask = tf.tensor3d([
    [[1], [1], [1], [1]],
    [[1], [1], [0], [0]],
  ]);
  const real = (p: typeof params) => tf.mul(bothWays.encode(p, rows), mask);
  expect(gradientGap(real, params)).toBeLessThan(1e-7);
});

test('with both ways a tag knows what comes after its token', () => {
  const params = bothWays.init(makeRng(2));
  const early = (row: number[]) =>
    tf.slice(bothWays.encode(params, ids([row])), [0, 0, 0], [1, 3, C]);
  expect(gap(early([1, 2, 3, 4]), early([1, 2, 3, 5]))).toBeGreaterThan(0.001);
});

test('drops numbers of its embeddings and its outputs, where there is a chance', () => {
  const params = bothWays.init(makeRng(2));
  const rows = ids([[1, 2, 3, 4]]);
  const chance = (seed: number) => ({ rate: 0.5, rng: makeRng(seed) });
  const scores = (seed: number) => bothWays.encode(params, rows, undefined, chance(seed));
  expect(gap(scores(1), scores(1))).toBe(0);
  expect(gap(scores(1), scores(2))).toBeGreaterThan(0.001);
  expect(gap(scores(1), bothWays.encode(params, rows))).toBeGreaterThan(0.001);
});

test('a tag that hangs on the next token is learned both ways, and cannot be one way', async () => {
  const rows = ids([
    [1, 2],
    [1, 3],
  ]);
  const tags = ids([
    [1, 0],
    [2, 0],
  ]);
  const all = tf.ones<tf.Rank.R2>([2, 2]);
  const first = oneWay.init(makeRng(3));
  const loss = await overfit(first, (p) => sequenceLoss(oneWay.encode(p, rows), tags, all));
  expect(loss).toBeGreaterThan(Math.LN2 / 2);
  const both = bothWays.init(makeRng(3));
  const better = await overfit(both, (p) => sequenceLoss(bothWays.encode(p, rows), tags, all));
  expect(better).toBeLessThan(0.01);
});

test('ids of another rank are refused', () => {
  const flat = tf.tensor1d([1], 'int32') as unknown as tf.Tensor2D;
  expect(() => oneWay.encode(oneWay.init(makeRng(1)), flat)).toThrow(
    'tagger ids: expected [B, T], received [1].',
  );
});
