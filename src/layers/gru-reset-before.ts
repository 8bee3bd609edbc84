import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, mul, shape, sigmoid, split, sub, tanh } from '../core/index.js';
import type { Rng } from '../core/index.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';

/** Weights of a GRU that resets before the matmul, of U units; gates packed r, z, n, so G = 3 U. */
export type GruResetBeforeParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** [G] */
  readonly b: tf.Tensor1D;
};

/** Weights uniform in +-1 / sqrt(U), as those of `initGru`; bias 0. */
export function initGruResetBefore(
  { inputSize, hiddenSize }: RecurrentConfig,
  rng: Rng,
): GruResetBeforeParams {
  const bound = 1 / Math.sqrt(hiddenSize);
  return {
    wIh: rng.uniformTensor<tf.Rank.R2>([inputSize, 3 * hiddenSize], -bound, bound),
    wHh: rng.uniformTensor<tf.Rank.R2>([hiddenSize, 3 * hiddenSize], -bound, bound),
    b: tf.zeros<tf.Rank.R1>([3 * hiddenSize]),
  };
}

/**
 * One GRU step as it was first published: the reset gate acts on the state before the matmul, so
 * that one unit's reset reaches all units.
 *
 *   r  = sigmoid(x Wir + h Whr + br)
 *   z  = sigmoid(x Wiz + h Whz + bz)
 *   n  = tanh(x Win + (r * h) Whn + bn)
 *   h' = (1 - z) * n + z * h
 *
 * Source: Cho et al. 2014, arXiv 1406.1078, equations 5 to 8, which have no bias. Variant: one bias
 * a gate (Keras with `reset_after=False`); two would only ever appear as their sum.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and bias `b` [G], gates packed r, z, n, so G = 3 U
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function gruCellResetBefore(
  p: GruResetBeforeParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
): tf.Tensor2D {
  const { B } = shape('B I', x, 'gruCellResetBefore x', { I: p.wIh.shape[0] });
  shape('B U', h, 'gruCellResetBefore h', { B, U: p.wHh.shape[0] });
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.b), 3, 1); // each [B, U]
  const [wHr, wHz, wHn] = split(p.wHh, 3, 1); // each [U, U]
  const r = sigmoid(add(xr, einsum('B U, U G -> B G', h, wHr)));
  const z = sigmoid(add(xz, einsum('B U, U G -> B G', h, wHz)));
  const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
  return add(n, mul(z, sub(h, n))); // (1 - z) n + z h
}

/** The GRU that resets before the matmul as a layer. */
export const gruResetBefore = recurrent({ init: initGruResetBefore, cell: gruCellResetBefore });
