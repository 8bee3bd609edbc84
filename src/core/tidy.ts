import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs f and frees all tensors it made but those in its result: a tensor, a tree of weights, or a
 * record with numbers beside them. For the boundaries: a training step, a decoding step.
 */
export function tidy<T>(f: () => T): T {
  return tf.tidy(f as () => tf.TensorContainer) as T;
}
