import * as tf from '@tensorflow/tfjs-core';
import { lookup, type Rng } from '../core/index.js';
import { initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import type { Encoder, Reading } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';

/** Sizes of a model that reads tokens. */
export interface TokenModelConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
}

/** Weights of an embedding, a recurrent layer on it, and a dense layer on that. */
export type TokenModelParams<P = RnnParams> = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

/**
 * First weights of a model that reads tokens.
 *
 * @param classes scores that the dense layer gives (C)
 */
export function initTokenModel<P>(
  layer: Encoder<P>,
  { vocabularySize, width, hiddenSize }: TokenModelConfig,
  classes: number,
  rng: Rng,
): TokenModelParams<P> {
  return {
    table: initEmbedding({ vocabularySize, width }, rng),
    layer: layer.init({ inputSize: width, hiddenSize }, rng),
    output: initDense({ inputSize: layer.outputSize(hiddenSize), outputSize: classes }, rng),
  };
}

/**
 * What a layer makes of whole rows of tokens; padding behind a row changes nothing.
 *
 * @param ids 0 being padding, [B, T]; a model checks them under its own name
 */
export function readTokens<P>(
  layer: Encoder<P>,
  params: TokenModelParams<P>,
  ids: tf.Tensor2D,
): Reading {
  const mask = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32');
  return layer.read(params.layer, lookup(params.table, ids), mask);
}
