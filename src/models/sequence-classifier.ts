import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import { initRnn, rnnCell, type RnnParams } from '../layers/rnn.js';
import { lastRealState, scan, type Cell, type Forward } from '../layers/scan.js';

/** Sizes of a recurrent classifier. */
export interface SequenceClassifierConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
  readonly classes: number;
}

export type SequenceClassifierParams = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  readonly cell: RnnParams;
  readonly output: DenseParams;
};

/** The functions it is made of; each may be someone else's. */
export interface SequenceClassifierParts {
  readonly cell?: Cell<RnnParams>;
  /** The whole-sequence form; default: a scan of the cell. */
  readonly forward?: Forward<RnnParams>;
}

export interface SequenceClassifier {
  init(config: SequenceClassifierConfig, rng: Rng): SequenceClassifierParams;
  /** Maps ids [B, T], 0 being padding, to scores [B, C]. */
  apply(params: SequenceClassifierParams, ids: tf.Tensor2D): tf.Tensor2D;
}

/**
 * A text classifier that reads in order: many tokens in, one answer out. It answers from the state
 * after a row's last real token.
 *
 *   logits = dense(output, h),   h = the last real state of forward(cell, table[ids], zeros)
 */
export function sequenceClassifier({
  cell = rnnCell,
  forward = scan(cell),
}: SequenceClassifierParts = {}): SequenceClassifier {
  return {
    init({ vocabularySize, width, hiddenSize, classes }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        cell: initRnn({ inputSize: width, hiddenSize }, rng),
        output: initDense({ inputSize: hiddenSize, outputSize: classes }, rng),
      };
    },
    apply(params, ids) {
      const { B } = shape('B T', ids, 'sequenceClassifier ids');
      const h0 = tf.zeros<tf.Rank.R2>([B, params.cell.wHh.shape[0]]);
      const states = forward(params.cell, lookup(params.table, ids), h0);
      const mask = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32');
      return dense(params.output, lastRealState(states, mask));
    },
  };
}
