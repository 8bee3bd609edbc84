import * as tf from '@tensorflow/tfjs-core';
import { add, div, mean, mul, shape, sqrt, square, sub } from '../core/index.js';

/** Gain and bias of a layer norm over rows of D numbers. */
export type LayerNormParams = {
  /** [D] */
  readonly gain: tf.Tensor1D;
  /** [D] */
  readonly bias: tf.Tensor1D;
};

/** Size of a layer norm: numbers a row. */
export interface LayerNormConfig {
  readonly width: number;
}

/** Gain 1 and bias 0: at first the layer only normalises. */
export function initLayerNorm({ width }: LayerNormConfig): LayerNormParams {
  return { gain: tf.ones<tf.Rank.R1>([width]), bias: tf.zeros<tf.Rank.R1>([width]) };
}

const EPSILON = 1e-5;

/**
 * Brings every row to mean 0 and variance 1, then scales and shifts each column.
 *
 *   y = (x - mu) / sqrt(var + 1e-5) * gain + bias,   mu and var being those of the row
 *
 * Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450. Variant: the variance divides by D, epsilon
 * stands under the root (PyTorch).
 *
 * @param p gain and bias, [D] each
 * @param x rows, [B, D]
 * @returns normalised rows, [B, D]
 * @throws ShapeError if x and the weights disagree on D
 */
export function layerNorm(p: LayerNormParams, x: tf.Tensor2D): tf.Tensor2D {
  shape('B D', x, 'layerNorm x', { D: p.gain.shape[0] });
  const centred = sub(x, mean('B D -> B 1', x)); // [B, D]
  const variance = mean('B D -> B 1', square(centred));
  return add(mul(div(centred, sqrt(add(variance, EPSILON))), p.gain), p.bias);
}
