import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../core/index.js';
import { checkCount } from './counts.js';

/** The token that stands where nothing is to be read or said. */
export const BLANK = 1;
/** The token that asks for the copy. */
export const GO = 2;
/** The least id of a symbol. */
export const FIRST_SYMBOL = 3;

/** Lines to be copied after a while. T = 2 symbols + gap. */
export interface CopyingBatch {
  /** Symbols, then blanks, then `GO` and blanks while the copy is said, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /** Blanks, and in the last steps the symbols in their order, int32, [B, T]. */
  readonly targets: tf.Tensor2D;
  /** 1 in the steps of the copy, else 0: what a loss counts, [B, T]. */
  readonly mask: tf.Tensor2D;
}

/** How much there is to copy, and how late. */
export interface CopyingOptions {
  /** Lines (B). */
  readonly size: number;
  /** Symbols to copy in each line. */
  readonly symbols: number;
  /** Different symbols: ids from `FIRST_SYMBOL` on. */
  readonly kinds: number;
  /** Blank steps between the last symbol and `GO`. */
  readonly gap: number;
}

/**
 * Draws a batch of the copying problem: read some symbols, wait, and say them in the same order
 * when asked. A model needs `FIRST_SYMBOL + kinds` tokens. One that has forgotten has a
 * cross-entropy of log(kinds) in the steps of the copy.
 *
 *   copyingBatch({ size: 1, symbols: 2, kinds: 4, gap: 1 }, rng)
 *     ids     [[5, 3, 1, 2, 1]]
 *     targets [[1, 1, 1, 5, 3]]
 *     mask    [[0, 0, 0, 1, 1]]
 *
 * Source: Hochreiter and Schmidhuber 1997, in the form of Arjovsky, Shah and Bengio 2016, arXiv
 * 1511.06464, section 5.1. Variant: the first symbol of the copy is due at `GO` itself, not one
 * step later.
 *
 * @param rng draws the symbols
 * @returns lines, targets and mask, the caller's to dispose of
 * @throws InputError if a number is not whole, the gap is below 0 or another one below 1
 */
export function copyingBatch(
  { size, symbols, kinds, gap }: CopyingOptions,
  rng: Rng,
): CopyingBatch {
  checkCount('copyingBatch size', size);
  checkCount('copyingBatch symbols', symbols);
  checkCount('copyingBatch kinds', kinds);
  checkCount('copyingBatch gap', gap, 0);
  const shown = Array.from({ length: size }, () =>
    Array.from({ length: symbols }, () => FIRST_SYMBOL + rng.int(kinds)),
  );
  const blanks = (count: number) => Array.from({ length: count }, () => BLANK);
  const before = symbols + gap;
  const T = before + symbols;
  const ids = shown.map((one) => [...one, ...blanks(gap), GO, ...blanks(symbols - 1)]);
  const targets = shown.map((one) => [...blanks(before), ...one]);
  const mask = shown.map(() => Array.from({ length: T }, (_, t) => (t < before ? 0 : 1)));
  return {
    ids: tf.tensor2d(ids, [size, T], 'int32'),
    targets: tf.tensor2d(targets, [size, T], 'int32'),
    mask: tf.tensor2d(mask, [size, T], 'float32'),
  };
}
