import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import type { Reader } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';

/** Sizes of a recurrent classifier. */
export interface SequenceClassifierConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
  readonly classes: number;
}

export type SequenceClassifierParams<P = RnnParams> = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

export interface SequenceClassifier<P = RnnParams> {
  init(config: SequenceClassifierConfig, rng: Rng): SequenceClassifierParams<P>;
  /** Maps ids [B, T], 0 being padding, to scores [B, C]. */
  apply(params: SequenceClassifierParams<P>, ids: tf.Tensor2D): tf.Tensor2D;
}

/**
 * A text classifier that reads in order: many tokens in, one answer out. It answers once all of a row has been read; padding
 * behind a row changes nothing.
 *
 *   logits = dense(output, h),   h = what layer(table[ids]) puts out last
 *
 * @param layer any reader of whole rows: `rnn`, `bidirectional(rnn)`, `recurrent({ init, cell })` of one's own cell
 */
export function sequenceClassifier<P>(layer: Reader<P>): SequenceClassifier<P> {
  return {
    init({ vocabularySize, width, hiddenSize, classes }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        layer: layer.init({ inputSize: width, hiddenSize }, rng),
        output: initDense({ inputSize: layer.outputSize(hiddenSize), outputSize: classes }, rng),
      };
    },
    apply(params, ids) {
      shape('B T', ids, 'sequenceClassifier ids');
      const mask = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32');
      const { last } = layer.read(params.layer, lookup(params.table, ids), mask);
      return dense(params.output, last);
    },
  };
}
