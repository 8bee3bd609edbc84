import type * as tf from '@tensorflow/tfjs-core';
import {
  dropout,
  InputError,
  lookup,
  shape,
  within,
  wrongInput,
  type Chance,
  type Params,
  type Rng,
} from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import type { Encoder } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';

/** Sizes of a model that reads tokens with a recurrent layer. */
export interface TokenModelConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
}

/** Sizes of a model that reads tokens and chooses among classes. */
export interface TokenClassifierConfig extends TokenModelConfig {
  /** Classes or tags there are (C). */
  readonly classes: number;
}

/** Weights of an embedding, a recurrent layer on it, and a dense layer on that. */
export type TokenModelParams<P extends Params = RnnParams> = {
  /** One row per token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Those of the recurrent layer. */
  readonly layer: P;
  readonly output: DenseParams;
};

/**
 * First weights of a model that reads tokens.
 *
 * @param layer recurrent layer between embedding and scores
 * @param config sizes
 * @param outputSize scores that the dense layer gives
 */
export function initTokenModel<P extends Params>(
  layer: Encoder<P>,
  { vocabularySize, width, hiddenSize }: TokenModelConfig,
  outputSize: number,
  rng: Rng,
): TokenModelParams<P> {
  return {
    table: initEmbedding({ vocabularySize, width }, rng),
    layer: layer.init({ inputSize: width, hiddenSize }, rng),
    output: initDense({ inputSize: layer.outputSize(hiddenSize), outputSize }, rng),
  };
}

/**
 * The vectors of tokens, some of their numbers dropped: what a recurrent layer reads.
 *
 *   xs[b, t] = table[ids[b, t]]
 *
 * @param what function and argument that the ids came as, for messages
 * @throws ShapeError if the ids are no batch of rows
 * @throws InputError if there is no token, or an id is outside the table
 */
export function embedTokens<P extends Params>(
  { table }: TokenModelParams<P>,
  ids: tf.Tensor2D,
  what: string,
  chance: Chance | undefined,
): tf.Tensor3D {
  const { T } = shape('B T', ids, what);
  if (T === 0) throw new InputError(noTokens(what));
  return dropout(lookup(table, ids, what), within(chance, 'embeddings'));
}

/** Scores of each class from what a layer puts out, some of its numbers dropped. */
export function scoresOf<P extends Params, R extends tf.Rank>(
  { output }: TokenModelParams<P>,
  outputs: tf.Tensor<R>,
  chance: Chance | undefined,
): tf.Tensor<R> {
  return dense(output, dropout(outputs, within(chance, 'outputs')));
}

const noTokens = (what: string) =>
  wrongInput(what, 'at least one token per row', 'none', 'Leave out empty batches.');
