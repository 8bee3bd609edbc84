import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { countParams, makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { crossEntropy } from '../train/losses.js';
import { fixedWindow, scoreWindows } from './fixed-window.js';
import { overfit } from '../train/testing/overfit.js';

const [V, D, K, F, C] = [11, 2, 3, 7, 4] as const;
const sizes = { vocabularySize: V, width: D, windowSize: K, hiddenSize: F, classes: C };
const model = fixedWindow(sizes);
const params = model.init(makeRng(1));
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

test('has its gradients, and as many numbers as its sizes say', () => {
  const windows = ids([
    [1, 2, 1],
    [0, 3, 4],
  ]);
  expect(gradientGap((p: typeof params) => scoreWindows(p, windows), params)).toBeLessThan(1e-7);
  const lines = ids([[1, 2, 3, 4]]);
  expect(gradientGap((p: typeof params) => model.encode(p, lines), params)).toBeLessThan(1e-7);
  expect(countParams(params)).toBe(V * D + (K * D * F + F) + (F * C + C));
});

test('a token one place further on is another input', () => {
  const here = scoreWindows(params, ids([[5, 6, 7]]));
  expect(gap(scoreWindows(params, ids([[6, 5, 7]])), here)).toBeGreaterThan(0.01);
});

test('along a line it sees the last tokens, 0 before the first, and nothing older', () => {
  const along = model.encode(params, ids([[5, 6, 7, 8]]));
  const windows = scoreWindows(
    params,
    ids([
      [0, 0, 5],
      [0, 5, 6],
      [5, 6, 7],
      [6, 7, 8],
    ]),
  );
  expect(along.shape).toEqual([1, 4, C]);
  expect(gap(tf.squeeze(along, [0]), windows)).toBeLessThan(1e-15);
  const other = model.encode(params, ids([[9, 6, 7, 8]]));
  const moved = tf.max(tf.abs(tf.sub(other, along)), [0, 2]).dataSync();
  expect(Array.from(moved, (size) => size > 0)).toEqual([true, true, true, false]);
});

test('with tokens ahead, the window ends after the token it speaks of', () => {
  const centred = fixedWindow({ ...sizes, ahead: 1 }).encode(params, ids([[5, 6, 7]]));
  const windows = scoreWindows(
    params,
    ids([
      [0, 5, 6],
      [5, 6, 7],
      [6, 7, 0],
    ]),
  );
  expect(gap(tf.squeeze(centred, [0]), windows)).toBeLessThan(1e-15);
});

test('learns a small batch by heart', async () => {
  const windows = ids([
    [1, 2, 3],
    [3, 2, 1],
    [4, 4, 4],
  ]);
  const classes = tf.tensor1d([0, 1, 3], 'int32');
  const loss = (p: typeof params) => crossEntropy(scoreWindows(p, windows), classes);
  expect(await overfit(params, loss)).toBeLessThan(0.01);
});

test('a window of another length is refused', () => {
  expect(() => scoreWindows(params, ids([[1, 2]]))).toThrow(
    'scoreWindows windows: expected K = 3, received K = 2.',
  );
});
