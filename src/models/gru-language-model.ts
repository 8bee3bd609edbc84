import * as tf from '@tensorflow/tfjs-core';
import { lookup, shape } from '../core/index.js';
import { dense, type DenseParams } from '../layers/dense.js';
import { gruForward, type GruParams } from '../layers/gru.js';
import { sequenceLoss } from '../train/losses.js';

/** Weights of a language model that reads with a GRU, as `languageModel(gru)` makes them. */
export type GruLanguageModelParams = {
  /** One row per token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Reads D numbers per step into U units. */
  readonly layer: GruParams;
  /** From U units to V scores. */
  readonly output: DenseParams;
};

/**
 * How surprised a language model is by the right next tokens, averaged over the real ones: a row of
 * the table for each token, a GRU over the rows from a state of zeros, a dense layer on each of its
 * states, and `sequenceLoss` of the scores.
 *
 *   xs     = table[inputs]                  [B, T, D]
 *   h      = gruForward(layer, xs, 0)       [B, T, U]
 *   scores = dense(output, h[b, t])         [V] at each b, t
 *   loss   = sequenceLoss(scores, targets, mask)
 *
 * @param p weights: `table` [V, D]; `layer` of the GRU, `wIh` [D, G], `wHh` [U, G], `bIh` and `bHh`
 *   [G]; `output` with `w` [U, V] and `b` [V]
 * @param inputs the tokens to read, int32 in [0, V), [B, T]
 * @param targets the token that follows each of them, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns mean surprise in nats per real token
 * @throws ShapeError if inputs, targets and mask disagree on B or T
 * @throws InputError if no target is real
 */
export function gruLanguageModelLoss(
  p: GruLanguageModelParams,
  inputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T', inputs, 'gruLanguageModelLoss inputs');
  shape('B T', targets, 'gruLanguageModelLoss targets', { B, T });
  shape('B T', mask, 'gruLanguageModelLoss mask', { B, T });
  const [U, V] = p.output.w.shape;
  const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([B, U])); // [B, T, U]
  const scores = dense(p.output, tf.reshape(states, [B * T, U])); // [B T, V]
  return sequenceLoss(tf.reshape(scores, [B, T, V]), targets, mask);
}
