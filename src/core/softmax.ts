import type * as tf from '@tensorflow/tfjs-core';
import { div, exp, log, sub } from './ops.js';
import { max, sum } from './reduce.js';
import { shape } from './shape.js';

/**
 * Probabilities from scores, row by row.
 *
 *   p[b, v] = exp(x[b, v] - m[b]) / sum over w of exp(x[b, w] - m[b])
 *   m[b]    = max over w of x[b, w]
 *
 * Taking the row's maximum away changes nothing in exact arithmetic and keeps exp from overflowing.
 *
 * Source: Bridle 1990, "Probabilistic interpretation of feedforward classification network
 * outputs".
 *
 * @param x scores (logits) of any size, [B, V]
 * @returns probabilities in [0, 1], each row sums to 1, [B, V]
 */
export function softmax(x: tf.Tensor2D): tf.Tensor2D {
  shape('B V', x, 'softmax scores');
  const e = exp(sub(x, max('B V -> B 1', x))); // [B, V]
  return div(e, sum('B V -> B 1', e));
}

/**
 * Logarithms of the softmax, row by row, without ever taking the logarithm of a rounded-off 0.
 *
 *   logp[b, v] = s[b, v] - log(sum over w of exp(s[b, w]))
 *   s[b, v]    = x[b, v] - max over w of x[b, w]
 *
 * @param x scores (logits) of any size, [B, V]
 * @returns log-probabilities in nats, at most 0, [B, V]
 */
export function logSoftmax(x: tf.Tensor2D): tf.Tensor2D {
  shape('B V', x, 'logSoftmax scores');
  const s = sub(x, max('B V -> B 1', x)); // [B, V]
  return sub(s, log(sum('B V -> B 1', exp(s))));
}
