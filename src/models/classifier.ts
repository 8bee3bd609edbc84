import type * as tf from '@tensorflow/tfjs-core';
import { relu, type Rng } from '../core/index.js';
import {
  dense as libraryDense,
  initDense,
  type DenseConfig,
  type DenseParams,
} from '../layers/dense.js';
import {
  initEmbedding,
  meanOfEmbeddings as libraryMean,
  type EmbeddingConfig,
} from '../layers/embedding.js';
import { serial as librarySerial } from '../layers/serial.js';

/** Sizes of a bag-of-words classifier. */
export interface ClassifierConfig extends EmbeddingConfig {
  /** Units between the mean of the embeddings and the scores. */
  readonly hiddenSize: DenseConfig['outputSize'];
  readonly classes: number;
}

export type ClassifierParams = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  readonly hidden: DenseParams;
  readonly output: DenseParams;
};

/** The functions it is made of; each may be someone else's. */
export interface ClassifierParts {
  readonly meanOfEmbeddings?: typeof libraryMean;
  readonly dense?: typeof libraryDense;
  readonly serial?: (
    ...layers: ((x: tf.Tensor2D) => tf.Tensor2D)[]
  ) => (x: tf.Tensor2D) => tf.Tensor2D;
}

export interface Classifier {
  init(config: ClassifierConfig, rng: Rng): ClassifierParams;
  /** Maps ids [B, T], 0 being padding, to scores [B, C]. */
  apply(params: ClassifierParams, ids: tf.Tensor2D): tf.Tensor2D;
}

/**
 * A text classifier that does not know the order of words.
 *
 *   logits = dense(output, relu(dense(hidden, meanOfEmbeddings(table, ids))))
 *
 * Source: Iyyer et al. 2015, "Deep unordered composition rivals syntactic methods for text
 * classification".
 */
export function classifier({
  meanOfEmbeddings = libraryMean,
  dense = libraryDense,
  serial = librarySerial,
}: ClassifierParts = {}): Classifier {
  return {
    init({ vocabularySize, width, hiddenSize, classes }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        hidden: initDense({ inputSize: width, outputSize: hiddenSize }, rng),
        output: initDense({ inputSize: hiddenSize, outputSize: classes }, rng),
      };
    },
    apply(params, ids) {
      const head = serial(
        (x) => dense(params.hidden, x),
        (x) => relu(x),
        (x) => dense(params.output, x),
      );
      return head(meanOfEmbeddings(params.table, ids));
    },
  };
}
