import * as tf from '@tensorflow/tfjs-core';
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
 * @param x scores (logits) of any size, [..., V]
 * @returns probabilities in [0, 1], [..., V]; each row sums to 1, or is all zeros where every score
 *   is -Infinity
 */
export function softmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... V', x, 'softmax scores');
  const m = atLeast(lowest, max('... V -> ... 1', x));
  const e = exp(sub(x, m)); // [..., V]
  return div(e, atLeast(1, sum('... V -> ... 1', e)));
}

/** The lowest finite number of single precision. Other libraries mask scores with it. */
const lowest = -3.4028234663852886e38;

/** Changes only rows that are all -Infinity, which `masked` makes: their probabilities are 0. */
function atLeast<R extends tf.Rank>(bound: number, x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.maximum(x, bound);
}

/**
 * Logarithms of the softmax, row by row, without ever taking the logarithm of a rounded-off 0.
 *
 *   logp[b, v] = s[b, v] - log(sum over w of exp(s[b, w]))
 *   s[b, v]    = x[b, v] - max over w of x[b, w]
 *
 * @param x scores (logits) of any size, [..., V]
 * @returns log-probabilities in nats, at most 0, [..., V]; NaN in a row whose scores are all
 *   -Infinity
 */
export function logSoftmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... V', x, 'logSoftmax scores');
  const s = sub(x, max('... V -> ... 1', x)); // [..., V]
  return sub(s, log(sum('... V -> ... 1', exp(s))));
}
