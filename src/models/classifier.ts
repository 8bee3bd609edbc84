import type * as tf from '@tensorflow/tfjs-core';
import { dropout, relu, shape, within } from '../core/index.js';
import { dense as libraryDense, initDense, type DenseParams } from '../layers/dense.js';
import {
  initEmbedding,
  meanOfEmbeddings as libraryMean,
  type EmbeddingConfig,
} from '../layers/embedding.js';
import { serial as librarySerial } from '../layers/serial.js';
import { withPadding } from '../layers/mask.js';
import type { EncoderModel } from './model.js';

/** Sizes of a bag-of-words classifier. */
export interface ClassifierConfig extends EmbeddingConfig {
  /** Units between the mean of the embeddings and the scores. */
  readonly hiddenSize: number;
  readonly classes: number;
}

export type ClassifierParams = {
  /** One row per token, [V, D]. */
  readonly table: tf.Tensor2D;
  readonly hidden: DenseParams;
  readonly output: DenseParams;
};

/** The functions it is made of; each may be someone else's. */
export interface ClassifierParts {
  readonly meanOfEmbeddings?: typeof libraryMean;
  readonly dense?: (p: DenseParams, x: tf.Tensor2D) => tf.Tensor2D;
  readonly serial?: (
    ...layers: ((x: tf.Tensor2D) => tf.Tensor2D)[]
  ) => (x: tf.Tensor2D) => tf.Tensor2D;
}

/**
 * A text classifier that does not know the order of words: scores of each class, [B, C].
 *
 *   logits = dense(output, relu(dense(hidden, meanOfEmbeddings(table, ids))))
 *
 * Source: Iyyer et al. 2015, "Deep unordered composition rivals syntactic methods for text
 * classification".
 *
 * @param config sizes
 * @param parts the functions it is made of, default: the library's
 */
export function classifier(
  { vocabularySize, width, hiddenSize, classes }: ClassifierConfig,
  {
    meanOfEmbeddings = libraryMean,
    dense = libraryDense,
    serial = librarySerial,
  }: ClassifierParts = {},
): EncoderModel<ClassifierParams, tf.Tensor2D> {
  return {
    init: (rng) => ({
      table: initEmbedding({ vocabularySize, width }, rng),
      hidden: initDense({ inputSize: width, outputSize: hiddenSize }, rng),
      output: initDense({ inputSize: hiddenSize, outputSize: classes }, rng),
    }),
    encode(params, ids, mask, chance) {
      const head = serial(
        (x) => dense(params.hidden, x),
        (x) => dropout(relu(x), within(chance, 'hidden')),
        (x) => dense(params.output, x),
      );
      shape('B T', ids, 'classifier ids');
      const mean = meanOfEmbeddings(params.table, withPadding(ids, mask, 'classifier mask'));
      return head(dropout(mean, within(chance, 'embeddings')));
    },
  };
}
