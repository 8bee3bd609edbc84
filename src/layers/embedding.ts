import * as tf from '@tensorflow/tfjs-core';
import { div, einsum, lookup, shape, sum, type Rng } from '../core/index.js';

/** Sizes of an embedding table: tokens in the vocabulary, numbers per token. */
export interface EmbeddingConfig {
  readonly vocabularySize: number;
  readonly width: number;
}

/** A table with one row per token, [V, D], normal with standard deviation 1 / sqrt(D). */
export function initEmbedding({ vocabularySize, width }: EmbeddingConfig, rng: Rng): tf.Tensor2D {
  return rng.normalTensor<tf.Rank.R2>([vocabularySize, width], 1 / Math.sqrt(width));
}

/**
 * Averages the embeddings of each row's tokens. Padding (id 0) does not count: neither its vector
 * in the sum nor its place in the number of tokens.
 *
 *   y[b, d] = sum over t with ids[b, t] != 0 of table[ids[b, t], d] / number of such t
 *
 * @param table one row per token, [V, D]
 * @param ids int32 ids in [0, V), 0 being padding, [B, T]
 * @returns one mean per row, [B, D]; zeros for a row that is all padding
 * @throws InputError if an id is outside the table
 */
export function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
  shape('B T', ids, 'meanOfEmbeddings ids');
  const real = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32'); // [B, T]
  const total = einsum('B T, B T D -> B D', real, lookup(table, ids, 'meanOfEmbeddings ids'));
  const count = sum('B T -> B 1', real);
  return div(total, tf.maximum<tf.Tensor2D>(count, 1));
}
