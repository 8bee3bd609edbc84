import * as tf from '@tensorflow/tfjs-core';
import { Draws } from './draws.js';

/** A seeded stream of random numbers and tensors. */
export class Rng extends Draws {
  override split(name: string): Rng {
    return new Rng(this.seedOf(name));
  }

  /**
   * Normal entries with the given standard deviation, rounded to float32 so that every precision
   * sees the same.
   */
  normalTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], std = 1): tf.Tensor<R> {
    return this.#filled<R>(shape, () => std * this.normal());
  }

  /** Uniform entries in [low, high), rounded to float32 so that every precision sees the same. */
  uniformTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], low = 0, high = 1): tf.Tensor<R> {
    return this.#filled<R>(shape, () => low + (high - low) * this.uniform());
  }

  /** A seed for operations of TensorFlow that draw, int32, [2]. */
  seedTensor(): tf.Tensor1D {
    return tf.tensor1d([this.int(2 ** 31), this.int(2 ** 31)], 'int32');
  }

  #filled<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: () => number): tf.Tensor<R> {
    const size = (shape as number[]).reduce((n, axis) => n * axis, 1);
    const values = Float32Array.from({ length: size }, () => Math.fround(draw()));
    return tf.tensor<R>(values, shape, 'float32');
  }
}

/** A stream of random numbers and tensors from a seed. */
export function makeRng(seed: number): Rng {
  return new Rng(seed);
}
