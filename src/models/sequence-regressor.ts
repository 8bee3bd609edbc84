import * as tf from '@tensorflow/tfjs-core';
import { dropout, shape, within, type Params } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { paddingLast } from '../layers/mask.js';
import type { Encoder, RecurrentConfig } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';
import type { EncoderModel } from './model.js';

export type SequenceRegressorParams<P extends Params = RnnParams> = {
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

/**
 * Reads numbers in order, [B, T, I], and answers with one number per row, [B], as the adding
 * problem asks.
 *
 *   y = dense(output, h),   h = what layer(xs) puts out last
 *
 * @param config sizes of the layer
 * @param parts.layer any encoder of whole rows: `rnn`, `identityRnn`, `skipRnn({ lag: 10 })`
 */
export function sequenceRegressor<P extends Params>(
  config: RecurrentConfig,
  { layer }: { readonly layer: Encoder<P> },
): EncoderModel<SequenceRegressorParams<P>, tf.Tensor1D, tf.Tensor3D> {
  return {
    init: (rng) => ({
      layer: layer.init(config, rng),
      output: initDense({ inputSize: layer.outputSize(config.hiddenSize), outputSize: 1 }, rng),
    }),
    encode(params, xs, mask, chance) {
      const { B, T } = shape('B T I', xs, 'sequenceRegressor xs');
      const all = mask ?? tf.ones<tf.Rank.R2>([B, T]);
      const { last } = layer.encode(
        params.layer,
        xs,
        paddingLast(all, 'sequenceRegressor mask', { B, T }),
      );
      return tf.reshape(dense(params.output, dropout(last, within(chance, 'outputs'))), [B]);
    },
  };
}
