import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, shape, sum, type Rng } from '../core/index.js';

/** Weights of an affine map from I to F numbers. */
export type DenseParams = {
  /** [I, F] */
  readonly w: tf.Tensor2D;
  /** [F] */
  readonly b: tf.Tensor1D;
};

/** What `denseBackward` returns: one gradient for each thing that `dense` was given. */
export type DenseGradients = {
  /** [I, F] */
  readonly dw: tf.Tensor2D;
  /** [F] */
  readonly db: tf.Tensor1D;
  /** [B, I] */
  readonly dx: tf.Tensor2D;
};

/** Sizes of a dense layer, in numbers per row. */
export interface DenseConfig {
  readonly inputSize: number;
  readonly outputSize: number;
}

/**
 * Weights uniform in +-sqrt(6 / (I + F)), which keeps the size of signals and of gradients alike
 * on their way through; bias 0.
 *
 * Source: Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
 * networks".
 */
export function initDense({ inputSize, outputSize }: DenseConfig, rng: Rng): DenseParams {
  const bound = Math.sqrt(6 / (inputSize + outputSize));
  return {
    w: rng.uniformTensor<tf.Rank.R2>([inputSize, outputSize], -bound, bound),
    b: tf.zeros<tf.Rank.R1>([outputSize]),
  };
}

/**
 * A dense layer: an affine map of every row, be it in a batch [B, I] or in sequences [B, T, I].
 *
 *   y[b, f] = sum over i of x[b, i] w[i, f] + bias[f]
 *
 * @param p weights `w` [I, F] and bias `b` [F]
 * @param x rows to map, [..., I]
 * @returns mapped rows, [..., F]
 * @throws ShapeError if x and the weights disagree on I
 */
export function dense<R extends tf.Rank>(p: DenseParams, x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... I', x, 'dense x', { I: p.w.shape[0] });
  return add(einsum('... I, I F -> ... F', x, p.w), p.b);
}

/**
 * Takes a gradient back through `dense`: from the result to weights, bias and input.
 *
 *   dw[i, f] = sum over b of x[b, i] dy[b, f]
 *   db[f]    = sum over b of dy[b, f]
 *   dx[b, i] = sum over f of dy[b, f] w[i, f]
 *
 * @param p weights `w` [I, F] and bias `b` [F]
 * @param x rows that were mapped, [B, I]
 * @param dy gradient of the loss with respect to the result of `dense`, [B, F]
 * @returns gradients of the loss: `dw` [I, F], `db` [F], `dx` [B, I]
 * @throws ShapeError if x, dy and the weights disagree on B, I or F
 */
export function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
  const { B } = shape('B I', x, 'denseBackward x', { I: p.w.shape[0] });
  shape('B F', dy, 'denseBackward dy', { B, F: p.w.shape[1] });
  return {
    dw: einsum('B I, B F -> I F', x, dy),
    db: sum('B F -> F', dy),
    dx: einsum('B F, I F -> B I', dy, p.w),
  };
}
