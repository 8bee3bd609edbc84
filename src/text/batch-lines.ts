import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../core/index.js';

/** Inputs and targets of a language model, line by line; id 0 is padding. */
export interface LineBatch {
  /** Tokens that the model reads, int32, [B, T]. */
  readonly inputs: tf.Tensor2D;
  /** The token that follows each input, int32, [B, T]. */
  readonly targets: tf.Tensor2D;
  /** 1 where there is a target to predict, 0 where there is padding, float32, [B, T]. */
  readonly mask: tf.Tensor2D;
}

/** How a batch of lines is cut. */
export interface BatchLinesOptions {
  /**
   * At most so many time steps; what a longer line has beyond them is cut off. Default: no limit.
   */
  readonly maxLength?: number;
}

/**
 * Makes a batch for a language model: at each step it reads one token of a line and is asked for
 * the next.
 *
 *   inputs[b, t]  = lines[b][t]        for t < length of line b - 1
 *   targets[b, t] = lines[b][t + 1]    for t < length of line b - 1
 *   mask[b, t]    = 1 where targets[b, t] is a token, 0 where it is padding (id 0)
 *
 * Everything else is 0. The last token of a line has nothing after it, so it is a target and never
 * an input. T is the length of the longest line - 1, and at most maxLength. A line of one token or
 * none gives a row of padding, so that row b is always line b.
 *
 *   batchLines([[5, 6, 7], [8, 9]])
 *     inputs [[5, 6], [8, 0]]   targets [[6, 7], [9, 0]]   mask [[1, 1], [1, 0]]
 *
 * @param lines token ids of each line, without padding
 * @param options.maxLength most time steps, a whole number from 1
 * @returns inputs, targets, mask, each [B, T], B = number of lines
 * @throws InputError if no line has two tokens, or maxLength is not a whole number from 1
 */
export function batchLines(
  lines: readonly (readonly number[])[],
  options: BatchLinesOptions = {},
): LineBatch {
  const T = Math.min(longest(lines) - 1, checked(options.maxLength));
  const inputs = lines.map((line) => padded(line.slice(0, -1), T));
  const targets = lines.map((line) => padded(line.slice(1), T));
  const mask = targets.map((row) => row.map((id) => (id === 0 ? 0 : 1)));
  return {
    inputs: tf.tensor2d(inputs, [lines.length, T], 'int32'),
    targets: tf.tensor2d(targets, [lines.length, T], 'int32'),
    mask: tf.tensor2d(mask, [lines.length, T], 'float32'),
  };
}

/** The first `length` ids, filled up with padding. */
function padded(ids: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, t) => ids[t] ?? 0);
}

/** Length of the longest line; refuses lines that leave nothing to predict. */
function longest(lines: readonly (readonly number[])[]): number {
  const length = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (length >= 2) return length;
  throw new InputError(
    wrongInput(
      'batchLines lines',
      'a line of at least 2 tokens',
      `${lines.length} lines, the longest of ${length}`,
      'Leave out lines that have no next token to predict.',
    ),
  );
}

/** The limit on time steps, Infinity where there is none. */
function checked(maxLength = Infinity): number {
  if (maxLength >= 1 && (Number.isInteger(maxLength) || maxLength === Infinity)) return maxLength;
  throw new InputError(
    wrongInput(
      'batchLines maxLength',
      'a whole number from 1',
      String(maxLength),
      'Pass the number of time steps to keep.',
    ),
  );
}
