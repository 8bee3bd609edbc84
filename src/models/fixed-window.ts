import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, tanh, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';

/** Sizes of a fixed-window network. */
export interface FixedWindowConfig extends EmbeddingConfig {
  /** Tokens it sees at once (K). */
  readonly windowSize: number;
  /** Units between the embeddings and the scores (F). */
  readonly hiddenSize: number;
  /** Answers it chooses among (C); for the next token, the size of the vocabulary. */
  readonly classes: number;
}

export type FixedWindowParams = {
  /** One row a token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** [K D, F]: each place of the window has rows of its own. */
  readonly hidden: DenseParams;
  readonly output: DenseParams;
};

export interface FixedWindow {
  init(config: FixedWindowConfig, rng: Rng): FixedWindowParams;
  /** Maps windows of ids [B, K], the oldest token first, to scores [B, C]. */
  apply(params: FixedWindowParams, windows: tf.Tensor2D): tf.Tensor2D;
  /**
   * Slides the window along lines: ids [B, T] give scores at each token [B, T, C], made of the
   * window that ends `ahead` tokens behind it. Outside a line stands id 0.
   */
  applyToLines(params: FixedWindowParams, ids: tf.Tensor2D): tf.Tensor3D;
}

/** Where its window stands. */
export interface FixedWindowParts {
  /**
   * Tokens of the window that come after the one it speaks of; default 0, as for what is to predict
   * the next one.
   */
  readonly ahead?: number;
}

/**
 * A network that sees the last K tokens and no more. What it learns of a token at one place of the
 * window it does not know of the same token one place further on: every place has weights of its
 * own.
 *
 *   logits = dense(output, tanh(dense(hidden, [table[id 1], ..., table[id K]])))
 *
 * Source: Bengio, Ducharme, Vincent and Jauvin 2003, "A neural probabilistic language model".
 * Variant: no direct connections from embeddings to scores.
 */
export function fixedWindow({ ahead = 0 }: FixedWindowParts = {}): FixedWindow {
  const apply = (params: FixedWindowParams, windows: tf.Tensor2D) => {
    const [KD] = params.hidden.w.shape;
    const D = params.table.shape[1];
    const { B } = shape('B K', windows, 'fixedWindow windows', { K: KD / D });
    const seen = tf.reshape<tf.Rank.R2>(lookup(params.table, windows), [B, KD]);
    return dense(params.output, tanh(dense(params.hidden, seen)));
  };
  return {
    init({ vocabularySize, width, windowSize, hiddenSize, classes }, rng) {
      return {
        table: initEmbedding({ vocabularySize, width }, rng),
        hidden: initDense({ inputSize: windowSize * width, outputSize: hiddenSize }, rng),
        output: initDense({ inputSize: hiddenSize, outputSize: classes }, rng),
      };
    },
    apply,
    applyToLines(params, ids) {
      const { B, T } = shape('B T', ids, 'fixedWindow ids');
      const K = params.hidden.w.shape[0] / params.table.shape[1];
      const windows = ids
        .arraySync()
        .flatMap((row) => row.map((_, t) => lastTokens(row, t + ahead, K)));
      const rows = apply(params, tf.tensor2d(windows, [B * T, K], 'int32')); // [B T, C]
      return tf.reshape(rows, [B, T, params.output.b.shape[0]]);
    },
  };
}

/** The K ids up to place t, 0 where the line has not begun or has ended. */
function lastTokens(line: readonly number[], t: number, K: number): number[] {
  return Array.from({ length: K }, (_, i) => line[t - K + 1 + i] ?? 0);
}
