import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../core/index.js';
import { padBatch } from '../text/batches.js';
import { checkCount } from './counts.js';

/** Lines of one kind of token and as many of another. T is twice the largest count. */
export interface CountingBatch {
  /** n tokens 1, then n tokens 2, then padding 0, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /** 1 at tokens, 0 at padding, [B, T]. */
  readonly mask: tf.Tensor2D;
  /** 1 at the step that makes both as many, else 0, int32, [B, T]. */
  readonly closed: tf.Tensor2D;
}

/**
 * The counting problem: n brackets open (token 1), then n close (token 2), and at each step a model
 * says whether all are closed now. Only a model that counts can be right at a depth that it was not
 * trained at.
 *
 *   countingLines([2, 1])
 *     ids [[1, 1, 2, 2], [1, 2, 0, 0]]   closed [[0, 0, 0, 1], [0, 1, 0, 0]]
 *
 * Source: Gers and Schmidhuber 2001, "LSTM recurrent networks learn simple context-free and
 * context-sensitive languages".
 *
 * @param counts n of each line, whole numbers from 1
 * @returns lines, mask and targets, the caller's to dispose of
 * @throws InputError if there is no line, or a count is not a whole number from 1
 */
export function countingLines(counts: readonly number[]): CountingBatch {
  checkCount('countingLines lines', counts.length);
  for (const n of counts) checkCount('countingLines count', n);
  const T = 2 * Math.max(...counts);
  const lines = counts.map((n) => Array.from({ length: 2 * n }, (_, t) => (t < n ? 1 : 2)));
  const closed = counts.map((n) => Array.from({ length: T }, (_, t) => (t === 2 * n - 1 ? 1 : 0)));
  return { ...padBatch(lines), closed: tf.tensor2d(closed, [counts.length, T], 'int32') };
}

/**
 * Draws lines of the counting problem, every count up to a largest one equally likely.
 *
 * @param options.size lines (B)
 * @param options.most the largest count
 * @param rng draws the counts
 * @returns as `countingLines`
 * @throws InputError if a number is not whole, or below 1
 */
export function countingBatch(
  { size, most }: { readonly size: number; readonly most: number },
  rng: Rng,
): CountingBatch {
  checkCount('countingBatch size', size);
  checkCount('countingBatch most', most);
  return countingLines(Array.from({ length: size }, () => 1 + rng.int(most)));
}
