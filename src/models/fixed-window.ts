import * as tf from '@tensorflow/tfjs-core';
import { dropout, lookup, shape, tanh, within, type Chance } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { initEmbedding, type EmbeddingConfig } from '../layers/embedding.js';
import { withPadding } from '../layers/mask.js';
import type { EncoderModel } from './model.js';

/** Sizes of a fixed-window network. */
export interface FixedWindowConfig extends EmbeddingConfig {
  /** Tokens it sees at once (K). */
  readonly windowSize: number;
  /** Units between the embeddings and the scores (F). */
  readonly hiddenSize: number;
  /** Answers it chooses among (C); for the next token, the size of the vocabulary. */
  readonly classes: number;
  /**
   * How many tokens of the window lie after the scored one; 0 (default) to predict the next token.
   */
  readonly ahead?: number;
}

export type FixedWindowParams = {
  /** One row per token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** [K D, F]: each place of the window has rows of its own. */
  readonly hidden: DenseParams;
  readonly output: DenseParams;
};

/**
 * A network that sees the last K tokens and no more: scores at each token, [B, T, C], made of the
 * window that ends there. What it learns of a token at one place of the window it does not know of
 * the same token one place further on: every place has weights of its own. Outside a row id 0 fills
 * the window.
 *
 * @param config sizes, and where the window lies
 */
export function fixedWindow({
  ahead = 0,
  ...config
}: FixedWindowConfig): EncoderModel<FixedWindowParams, tf.Tensor3D> {
  const { vocabularySize, width, windowSize, hiddenSize, classes } = config;
  return {
    init: (rng) => ({
      table: initEmbedding({ vocabularySize, width }, rng),
      hidden: initDense({ inputSize: windowSize * width, outputSize: hiddenSize }, rng),
      output: initDense({ inputSize: hiddenSize, outputSize: classes }, rng),
    }),
    encode(params, ids, mask, chance) {
      const { B, T } = shape('B T', ids, 'fixedWindow ids');
      const line = withPadding(ids, mask, 'fixedWindow mask');
      const padded = tf.pad(line, [
        [0, 0],
        [windowSize - 1 - ahead, ahead],
      ]);
      const seen = Array.from({ length: windowSize }, (_, k) => tf.slice(padded, [0, k], [B, T]));
      const windows = tf.reshape<tf.Rank.R2>(tf.stack(seen, 2), [B * T, windowSize]);
      const rows = scoreWindows(params, windows, chance, 'fixedWindow ids');
      return tf.reshape(rows, [B, T, classes]);
    },
  };
}

/**
 * What a fixed-window network makes of single windows.
 *
 *   logits = dense(output, tanh(dense(hidden, [table[id 1], ..., table[id K]])))
 *
 * Source: Bengio, Ducharme, Vincent and Jauvin 2003, "A neural probabilistic language model".
 * Variant: no direct connections from embeddings to scores.
 *
 * @param params weights of a `fixedWindow` of K tokens
 * @param windows ids, the oldest token first, [B, K]
 * @param chance what training drops; default: nothing
 * @param what function and argument, for messages
 * @returns scores, [B, C]
 * @throws ShapeError if the windows are of another size
 */
export function scoreWindows(
  params: FixedWindowParams,
  windows: tf.Tensor2D,
  chance?: Chance,
  what = 'scoreWindows windows',
): tf.Tensor2D {
  const [KD] = params.hidden.w.shape;
  const D = params.table.shape[1];
  const { B } = shape('B K', windows, what, { K: KD / D });
  const seen = tf.reshape<tf.Rank.R2>(lookup(params.table, windows, what), [B, KD]);
  const inner = tanh(dense(params.hidden, dropout(seen, within(chance, 'embeddings'))));
  return dense(params.output, dropout(inner, within(chance, 'hidden')));
}
