import * as tf from '@tensorflow/tfjs-core';
import { shape, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import type { Encoder, RecurrentConfig } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';

export type SequenceRegressorParams<P = RnnParams> = {
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

export interface SequenceRegressor<P = RnnParams> {
  init(config: RecurrentConfig, rng: Rng): SequenceRegressorParams<P>;
  /** Maps sequences [B, T, I] of one length to a number each [B]. */
  apply(params: SequenceRegressorParams<P>, xs: tf.Tensor3D): tf.Tensor1D;
}

/**
 * Reads numbers in order and answers with one number, as the adding problem asks.
 *
 *   y = dense(output, h),   h = what layer(xs) puts out last
 *
 * @param layer any encoder of whole rows: `rnn`, `identityRnn`, `skipRnn({ lag: 10 })`
 */
export function sequenceRegressor<P>(layer: Encoder<P>): SequenceRegressor<P> {
  return {
    init({ inputSize, hiddenSize }, rng) {
      return {
        layer: layer.init({ inputSize, hiddenSize }, rng),
        output: initDense({ inputSize: layer.outputSize(hiddenSize), outputSize: 1 }, rng),
      };
    },
    apply(params, xs) {
      const { B, T } = shape('B T I', xs, 'sequenceRegressor xs');
      const { last } = layer.read(params.layer, xs, tf.ones<tf.Rank.R2>([B, T]));
      return tf.reshape(dense(params.output, last), [B]);
    },
  };
}
