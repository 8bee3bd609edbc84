/** A run small enough to test the loop with, and with chance in its batches and in its loss. */
import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, flattenParams, makeRng, mul, type Rng } from '../../core/index.js';
import { clipByGlobalNorm } from '../clipping.js';
import { crossEntropy } from '../losses.js';
import { adam } from '../optimizers.js';
import type { TrainingOptions } from '../training-task.js';

export interface Batch {
  readonly x: tf.Tensor2D;
  readonly classes: tf.Tensor1D;
}

export type Weights = {
  readonly w: tf.Tensor2D;
  readonly b: tf.Tensor1D;
};

/** First weights for rows of I numbers and two classes. */
export function weights(I = 3): Weights {
  return { w: makeRng(1).normalTensor<tf.Rank.R2>([I, 2]), b: tf.zeros<tf.Rank.R1>([2]) };
}

export const first = weights();

/**
 * Five batches per pass, in random order: the class says whether the first number is above 0.
 */
export function* rows(rng: Rng): Iterable<Batch> {
  const data = makeRng(7);
  const all = Array.from({ length: 20 }, () => [data.normal(), data.normal(), data.normal()]);
  const order = rng.shuffle(all);
  for (let i = 0; i < order.length; i += 4) {
    const x = order.slice(i, i + 4);
    const classes = x.map(([first = 0]) => (first > 0 ? 1 : 0));
    yield { x: tf.tensor2d(x), classes: tf.tensor1d(classes, 'int32') };
  }
}

/** The loss of an affine map. */
export function plainLoss(p: Weights, { x, classes }: Batch): tf.Scalar {
  return crossEntropy(add(einsum('B I, I C -> B C', x, p.w), p.b), classes);
}

/** The same, of rows that are made louder or softer by chance. */
export function loss(p: Weights, { x, classes }: Batch, rng: Rng): tf.Scalar {
  return plainLoss(p, { x: mul(x, rng.uniformTensor<tf.Rank.R2>([4, 1], 0.5, 1.5)), classes });
}

/** A run of 13 steps: two passes and more than a half. */
export function options(
  more: Partial<TrainingOptions<Weights, Batch>> = {},
): TrainingOptions<Weights, Batch> {
  return {
    params: first,
    task: { batches: rows, loss },
    optimizer: adam({ learningRate: 0.05 }),
    clip: (g) => clipByGlobalNorm(g, 1),
    steps: 13,
    ...more,
  };
}

/** All weights as plain numbers. */
export function numbers(p: Weights): number[][] {
  return Object.values(flattenParams(p)).map((leaf) => Array.from(leaf.dataSync()));
}
