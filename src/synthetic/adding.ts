import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../core/index.js';
import { checkCount } from './counts.js';

/** Sequences of the adding problem. */
export interface AddingBatch {
  /** At each step a number uniform in [0, 1), and a marker: 1 at two steps, else 0. [B, T, 2] */
  readonly xs: tf.Tensor3D;
  /** The sum of the two marked numbers, in [0, 2), [B]. */
  readonly targets: tf.Tensor1D;
}

/** How many sequences, and how long. */
export interface AddingOptions {
  /** Sequences (B). */
  readonly size: number;
  /** Steps of each (T), from 2. */
  readonly length: number;
}

/**
 * Draws a batch of the adding problem: read numbers, of which two are marked, and say at the end
 * what those two sum to. The markers stand at two different steps, every pair equally likely. A
 * model that always answers 1, the mean, has a mean squared error of 1/6 = 0.1667 (twice the
 * variance of a uniform number, 1/12): a network below that has remembered something.
 *
 * Source: Hochreiter and Schmidhuber 1997, "Long short-term memory", experiment 4; in the form of
 * Le, Jaitly and Hinton 2015, arXiv 1504.00941, section 4.1.
 *
 * @param rng draws the numbers and the markers
 * @returns sequences and targets, the caller's to dispose of
 * @throws InputError if size is not a whole number from 1, or length not one from 2
 */
export function addingBatch({ size, length }: AddingOptions, rng: Rng): AddingBatch {
  checkCount('addingBatch size', size);
  checkCount('addingBatch length', length, 2);
  const rows = Array.from({ length: size }, () => {
    const first = rng.int(length);
    const second = (first + 1 + rng.int(length - 1)) % length;
    const numbers = Array.from({ length }, () => Math.fround(rng.uniform()));
    return {
      steps: numbers.map((x, t) => [x, t === first || t === second ? 1 : 0]),
      target: (numbers[first] ?? NaN) + (numbers[second] ?? NaN),
    };
  });
  return {
    xs: tf.tensor3d(
      rows.map(({ steps }) => steps),
      [size, length, 2],
      'float32',
    ),
    targets: tf.tensor1d(
      rows.map(({ target }) => target),
      'float32',
    ),
  };
}
