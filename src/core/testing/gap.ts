import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, type Params } from '../params.js';

/**
 * The largest difference between two tensors, or two trees of them; Infinity where shapes differ.
 */
export function gap(a: Params, b: Params): number {
  const [left, right] = [flattenParams(a), flattenParams(b)];
  if (Object.keys(left).sort().join() !== Object.keys(right).sort().join()) return Infinity;
  return Math.max(...Object.entries(left).map(([path, leaf]) => leafGap(leaf, right[path])));
}

function leafGap(a: tf.Tensor, b: tf.Tensor | undefined): number {
  if (a.shape.join() !== b?.shape.join()) return Infinity;
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN;
}
