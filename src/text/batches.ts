import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../core/index.js';
import { InputError, wrongInput } from '../core/index.js';
import type { LineBatch } from './batch-lines.js';
import { PADDING } from './vocabulary.js';

/** Token ids of several texts side by side. */
export interface PaddedBatch {
  /** Token ids, 0 where a text has ended, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /** 1 at tokens, 0 at padding, float32, [B, T]. */
  readonly mask: tf.Tensor2D;
}

/** How a long text is read. */
export interface StreamOptions {
  /** Places in the text that are read side by side (B). */
  readonly streams: number;
  /** Time steps in each batch (T); the last batch may have fewer. */
  readonly steps: number;
}

/**
 * Deals items into batches, each item once; the last batch may be smaller.
 *
 * @param items examples of any kind
 * @param size items in each batch, a whole number from 1
 * @param rng shuffles before dealing; without one the order stays
 * @throws InputError if there are no items or size is not a whole number from 1
 */
export function batches<T>(items: readonly T[], size: number, rng?: Rng): T[][] {
  checkCount('batches size', size);
  if (items.length === 0)
    throw new InputError(
      wrongInput('batches items', 'at least one', 'none', 'Check what filled the list.'),
    );
  const order = rng === undefined ? items : rng.shuffle(items);
  const count = Math.ceil(order.length / size);
  return Array.from({ length: count }, (_, i) => order.slice(i * size, (i + 1) * size));
}

/**
 * Puts texts of different lengths side by side: the shorter ones are filled up with padding, what
 * the longer ones have beyond maxLength is cut off. T is the longest length that remains. A text
 * without tokens gives a row of padding.
 *
 *   padBatch([[5, 6, 7], [8]], 2)  ->  ids [[5, 6], [8, 0]]   mask [[1, 1], [1, 0]]
 *
 * @param texts token ids of each text
 * @param maxLength most tokens of a text, a whole number from 1; left out, there is no limit
 * @returns ids and mask, [B, T]
 * @throws InputError if all texts are without tokens, or maxLength is not a whole number from 1
 */
export function padBatch(texts: readonly (readonly number[])[], maxLength?: number): PaddedBatch {
  if (maxLength !== undefined) checkCount('padBatch maxLength', maxLength);
  const longest = texts.reduce((most, ids) => Math.max(most, ids.length), 0);
  if (longest === 0)
    throw new InputError(
      wrongInput(
        'padBatch texts',
        'a text of at least one token',
        `${texts.length} texts without any`,
        'Leave out empty texts.',
      ),
    );
  const T = Math.min(longest, maxLength ?? longest);
  const rows = texts.map((ids) => Array.from({ length: T }, (_, t) => ids[t] ?? PADDING));
  const mask = rows.map((row) => row.map((id) => (id === PADDING ? 0 : 1)));
  return {
    ids: tf.tensor2d(rows, [texts.length, T], 'int32'),
    mask: tf.tensor2d(mask, [texts.length, T], 'float32'),
  };
}

/**
 * Reads one long text in several places at once: it is cut into B streams of equal length, and
 * every batch goes on where the one before it stopped, so that a state carried from batch to batch
 * has read what came before. At most B tokens at the end of the text are left over.
 *
 *   streamBatches([1, 2, 3, 4, 5, 6, 7], { streams: 2, steps: 2 })
 *     inputs [[1, 2], [4, 5]]   targets [[2, 3], [5, 6]]     then
 *     inputs [[3], [6]]         targets [[4], [7]]
 *
 * @param ids token ids of the whole text
 * @returns one batch after the other, [B, T]; the caller disposes of its tensors
 * @throws InputError if the text has fewer than B + 1 tokens, or a count is not a whole number from
 *   1
 */
export function streamBatches(
  ids: readonly number[],
  { streams, steps }: StreamOptions,
): Iterable<LineBatch> & { readonly count: number } {
  checkCount('streamBatches streams', streams);
  checkCount('streamBatches steps', steps);
  const length = Math.floor((ids.length - 1) / streams);
  if (length < 1)
    throw new InputError(
      wrongInput(
        'streamBatches ids',
        `at least ${streams + 1} tokens for ${streams} streams`,
        String(ids.length),
        'Take fewer streams or a longer text.',
      ),
    );
  return {
    count: Math.ceil(length / steps),
    *[Symbol.iterator]() {
      for (let start = 0; start < length; start += steps)
        yield cut(ids, streams, length, start, Math.min(start + steps, length));
    },
  };
}

function cut(
  ids: readonly number[],
  B: number,
  length: number,
  start: number,
  end: number,
): LineBatch {
  const rows = (shift: number) =>
    Array.from({ length: B }, (_, b) =>
      ids.slice(b * length + start + shift, b * length + end + shift),
    );
  const T = end - start;
  const targets = rows(1);
  return {
    inputs: tf.tensor2d(rows(0), [B, T], 'int32'),
    targets: tf.tensor2d(targets, [B, T], 'int32'),
    mask: tf.tensor2d(
      targets.map((row) => row.map((id) => (id === PADDING ? 0 : 1))),
      [B, T],
    ),
  };
}

function checkCount(what: string, count: number): void {
  if (count >= 1 && Number.isInteger(count)) return;
  throw new InputError(wrongInput(what, 'a whole number from 1', String(count), 'Pass 1 or more.'));
}
