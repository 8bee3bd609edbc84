import type * as tf from '@tensorflow/tfjs-core';
import { add, mul, sub } from '../core/index.js';

/** The way from a to b, a share of it: a + (b - a) * share. */
export function lerp(a: tf.Tensor, b: tf.Tensor, share: tf.Scalar | number): tf.Tensor {
  return add(a, mul(sub(b, a), share));
}
