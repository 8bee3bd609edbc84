import type * as tf from '@tensorflow/tfjs-core';
import { erf } from './erf.js';
import { add, div, mul, tanh } from './ops.js';

/**
 * Gaussian error linear unit: x times the probability that a standard normal number is below x.
 *
 *   y = x / 2 * (1 + erf(x / sqrt(2)))
 *
 * Source: Hendrycks and Gimpel 2016, arXiv 1606.08415. Variant: exact, as in BERT; `geluTanh` is
 * the approximation that GPT-2 has.
 *
 * @param x numbers of any shape
 * @returns numbers of the same shape, at least -0.17
 */
export function gelu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return mul(div(x, 2), add(erf(div(x, Math.SQRT2)), 1));
}

/**
 * The Gaussian error linear unit with tanh in place of erf; they differ by less than 0.001.
 *
 *   y = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
 *
 * Source: Hendrycks and Gimpel 2016, arXiv 1606.08415. Variant: that of GPT-2 and T5 1.1.
 *
 * @param x numbers of any shape
 * @returns numbers of the same shape, at least -0.18
 */
export function geluTanh<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  const inner = mul(add(x, mul(x, x, x, 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(div(x, 2), add(tanh(inner), 1));
}
