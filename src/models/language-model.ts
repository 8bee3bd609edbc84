import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import { initRnn, rnnCell, type RnnParams } from '../layers/rnn.js';
import { scan, type Cell, type Forward } from '../layers/scan.js';

/** Sizes of a recurrent language model. */
export interface LanguageModelConfig extends EmbeddingConfig {
  /** Units of the recurrent layer. */
  readonly hiddenSize: number;
}

export type LanguageModelParams = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  readonly cell: RnnParams;
  readonly output: DenseParams;
};

/** The functions it is made of; each may be someone else's. */
export interface LanguageModelParts {
  readonly cell?: Cell<RnnParams>;
  /** The whole-sequence form; default: a scan of the cell. */
  readonly forward?: Forward<RnnParams>;
}

export interface LanguageModel {
  init(config: LanguageModelConfig, rng: Rng): LanguageModelParams;
  /** The state before the first token: zeros, [B, U]. */
  initialState(params: LanguageModelParams, B: number): tf.Tensor2D;
  /**
   * Reads whole lines: ids [B, T] give the scores of each next token [B, T, V]. The state [B, U] is
   * where it reads on; default: the initial one.
   */
  apply(
    params: LanguageModelParams,
    ids: tf.Tensor2D,
    state?: tf.Tensor2D,
  ): { readonly logits: tf.Tensor3D; readonly state: tf.Tensor2D };
  /** Reads one token a row: ids [B] give the scores of the next one [B, V] and the state after it. */
  step(
    params: LanguageModelParams,
    ids: tf.Tensor1D,
    state: tf.Tensor2D,
  ): { readonly logits: tf.Tensor2D; readonly state: tf.Tensor2D };
}

/**
 * A recurrent language model: embedding, recurrent layer, dense.
 *
 *   logits[t] = dense(output, h[t]),   h = forward(cell, table[ids], state)
 *
 * Source: Mikolov et al. 2010, "Recurrent neural network based language model".
 */
export function languageModel({
  cell = rnnCell,
  forward = scan(cell),
}: LanguageModelParts = {}): LanguageModel {
  const initialState = (params: LanguageModelParams, B: number) =>
    tf.zeros<tf.Rank.R2>([B, params.cell.wHh.shape[0]]);
  return {
    init({ vocabularySize, width, hiddenSize }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        cell: initRnn({ inputSize: width, hiddenSize }, rng),
        output: initDense({ inputSize: hiddenSize, outputSize: vocabularySize }, rng),
      };
    },
    initialState,
    apply(params, ids, state) {
      const { B, T } = shape('B T', ids, 'languageModel ids');
      const h0 = state ?? initialState(params, B);
      const states = forward(params.cell, lookup(params.table, ids), h0);
      const { U } = shape('B T U', states, 'languageModel states', { B, T });
      const rows = dense(params.output, tf.reshape<tf.Rank.R2>(states, [B * T, U])); // [B T, V]
      const last = tf.slice3d(states, [0, T - 1, 0], [B, 1, U]);
      return {
        logits: tf.reshape<tf.Rank.R3>(rows, [B, T, params.table.shape[0]]),
        state: tf.reshape<tf.Rank.R2>(last, [B, U]),
      };
    },
    step(params, ids, state) {
      const after = cell(params.cell, lookup(params.table, ids), state);
      return { logits: dense(params.output, after), state: after };
    },
  };
}
