import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, type Rng } from '../core/index.js';
import { denseAt, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import type { Reader } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';

/** Sizes of a tagger. */
export interface TaggerConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
  /** Tags there are (C). */
  readonly classes: number;
}

export type TaggerParams<P = RnnParams> = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

export interface Tagger<P = RnnParams> {
  init(config: TaggerConfig, rng: Rng): TaggerParams<P>;
  /** Maps ids [B, T], 0 being padding, to scores of each token's tag [B, T, C]; those at padding mean nothing. */
  apply(params: TaggerParams<P>, ids: tf.Tensor2D): tf.Tensor3D;
}

/**
 * A tagger: many tokens in, a tag for each of them out. `sequenceLoss` is its loss, with tags as targets.
 *
 *   logits[t] = dense(output, h[t]),   h = layer(table[ids])
 *
 * @param layer any reader of whole rows: with `rnn` a tag knows what stands before its token, with `bidirectional(rnn)` also
 *   what stands behind it
 */
export function tagger<P>(layer: Reader<P>): Tagger<P> {
  return {
    init({ vocabularySize, width, hiddenSize, classes }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        layer: layer.init({ inputSize: width, hiddenSize }, rng),
        output: initDense({ inputSize: layer.outputSize(hiddenSize), outputSize: classes }, rng),
      };
    },
    apply(params, ids) {
      shape('B T', ids, 'tagger ids');
      const mask = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32');
      const { outputs } = layer.read(params.layer, lookup(params.table, ids), mask);
      return denseAt(params.output, outputs);
    },
  };
}
