import * as tf from '@tensorflow/tfjs-core';
import { add, div, mean, mul, shape, sqrt, square, sub } from '../core/index.js';

/** Gain and bias of a layer norm over rows of D numbers. */
export type LayerNormParams = {
  /** [D] */
  readonly gain: tf.Tensor1D;
  /** [D] */
  readonly bias: tf.Tensor1D;
};

/** Gain of a root mean square norm over rows of D numbers. */
export type RmsNormParams = {
  /** [D] */
  readonly gain: tf.Tensor1D;
};

/** A norm over rows of D numbers. */
export interface NormConfig {
  /** D */
  readonly width: number;
  /**
   * Added to the variance, or to the mean square, so that nothing is divided by 0; default 1e-5, as
   * in PyTorch's LayerNorm and in Llama. BERT has 1e-12, T5 1e-6.
   */
  readonly epsilon?: number;
}

const defaults = { epsilon: 1e-5 };

/** Gain 1 and bias 0: at first the layer only normalises. */
export function initLayerNorm({ width }: NormConfig): LayerNormParams {
  return { gain: tf.ones<tf.Rank.R1>([width]), bias: tf.zeros<tf.Rank.R1>([width]) };
}

/** Gain 1. */
export function initRmsNorm({ width }: NormConfig): RmsNormParams {
  return { gain: tf.ones<tf.Rank.R1>([width]) };
}

/**
 * Brings every row to mean 0 and variance 1, then scales and shifts each column.
 *
 *   y = (x - mu) / sqrt(var + epsilon) * gain + bias,   mu and var being those of the row
 *
 * Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450. Variant: the variance divides by D, epsilon
 * stands under the root (PyTorch).
 *
 * @param p gain and bias, [D] each
 * @param x rows, [..., D]
 * @param config the norm's, of which epsilon counts here
 * @returns normalised rows, [..., D]
 * @throws ShapeError if x and the weights disagree on D
 */
export function layerNorm<R extends tf.Rank>(
  p: LayerNormParams,
  x: tf.Tensor<R>,
  { epsilon = defaults.epsilon }: Pick<NormConfig, 'epsilon'> = {},
): tf.Tensor<R> {
  const { D } = shape('D', p.gain, 'layerNorm gain');
  shape('D', p.bias, 'layerNorm bias', { D });
  shape('... D', x, 'layerNorm x', { D });
  const centred = sub(x, mean('... D -> ... 1', x)); // [..., D]
  const variance = mean('... D -> ... 1', square(centred));
  return add(mul(div(centred, sqrt(add(variance, epsilon))), p.gain), p.bias);
}

/**
 * Brings every row to mean square 1, then scales each column: a layer norm without its mean and
 * its bias.
 *
 *   y = x / sqrt(ms + epsilon) * gain,   ms being the mean of x * x in the row
 *
 * Source: Zhang and Sennrich 2019, arXiv 1910.07467. Variant: epsilon stands under the root (T5,
 * Llama).
 *
 * @param p gain, [D]
 * @param x rows, [..., D]
 * @param config the norm's, of which epsilon counts here
 * @returns normalised rows, [..., D]
 * @throws ShapeError if x and the weights disagree on D
 */
export function rmsNorm<R extends tf.Rank>(
  p: RmsNormParams,
  x: tf.Tensor<R>,
  { epsilon = defaults.epsilon }: Pick<NormConfig, 'epsilon'> = {},
): tf.Tensor<R> {
  const { D } = shape('D', p.gain, 'rmsNorm gain');
  shape('... D', x, 'rmsNorm x', { D });
  const meanSquare = mean('... D -> ... 1', square(x));
  return mul(div(x, sqrt(add(meanSquare, epsilon))), p.gain);
}
