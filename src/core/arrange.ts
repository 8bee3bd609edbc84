import * as tf from '@tensorflow/tfjs-core';

/** How many numbers lie along some axes together. */
export function volume(sizes: readonly number[]): number {
  return sizes.reduce((n, size) => n * size, 1);
}

/** Reshapes where the shape differs: each operation saved counts in a loop over time. */
export function inShape(x: tf.Tensor, sizes: readonly number[]): tf.Tensor {
  const same = x.shape.length === sizes.length && sizes.every((size, i) => size === x.shape[i]);
  return same ? x : tf.reshape(x, [...sizes]);
}

/** Puts axes into another order, where it is another one. */
export function inOrder(x: tf.Tensor, order: readonly number[]): tf.Tensor {
  return order.every((from, i) => from === i) ? x : tf.transpose(x, [...order]);
}

/** Zeros for sums over nothing, where the wasm backend leaves whatever lay in memory. */
export function cleared(x: tf.Tensor): tf.Tensor {
  return tf.where(tf.zeros(x.shape, 'bool'), x, 0);
}
