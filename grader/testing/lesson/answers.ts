/** The answers of the lesson that the grader is tested with. */
import * as tf from '@tensorflow/tfjs-core';
import { div, exp, max, mul, sub, sum } from '../../../src/core/index.js';

/** Probabilities from scores, row by row: [B, V] -> [B, V]. */
export function softmax(x: tf.Tensor2D): tf.Tensor2D {
  const e = exp(sub(x, max('B V -> B 1', x)));
  return div(e, sum('B V -> B 1', e));
}

/** The mean of values [V] under each row's probabilities: [B]. */
export function expectation(x: tf.Tensor2D, values: tf.Tensor1D): tf.Tensor1D {
  return sum('B V -> B', mul(softmax(x), values));
}

/** Gradients of a sum of weights w [B] times x [B, D] times s [D], by hand. */
export function scaleBackward(
  x: tf.Tensor2D,
  s: tf.Tensor1D,
  w: tf.Tensor1D,
): { readonly dx: tf.Tensor2D; readonly ds: tf.Tensor1D } {
  const column: tf.Tensor2D = tf.reshape(w, [-1, 1]);
  return { dx: mul(column, s), ds: sum('B D -> D', mul(column, x)) };
}
