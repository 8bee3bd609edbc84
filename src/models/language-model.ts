import type * as tf from '@tensorflow/tfjs-core';
import { lookup, shape, type Params, type Rng } from '../core/index.js';
import { dense, denseAt } from '../layers/dense.js';
import type { Recurrent } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';
import { initTokenModel, type TokenModelConfig, type TokenModelParams } from './token-model.js';

/** Sizes of a recurrent language model. */
export type LanguageModelConfig = TokenModelConfig;

export type LanguageModelParams<P = RnnParams> = TokenModelParams<P>;

export interface LanguageModel<P = RnnParams, S = tf.Tensor2D> {
  init(config: LanguageModelConfig, rng: Rng): LanguageModelParams<P>;
  /** The state before the first token, for B rows; with an RNN zeros, [B, U]. */
  initialState(params: LanguageModelParams<P>, B: number): S;
  /**
   * Reads whole lines: ids [B, T] give the scores of each next token [B, T, V]. The state is where
   * it reads on; default: the initial one.
   */
  apply(
    params: LanguageModelParams<P>,
    ids: tf.Tensor2D,
    state?: S,
  ): { readonly logits: tf.Tensor3D; readonly state: S };
  /**
   * Reads one token a row: ids [B] give the scores of the next one [B, V] and the state after it.
   */
  step(
    params: LanguageModelParams<P>,
    ids: tf.Tensor1D,
    state: S,
  ): { readonly logits: tf.Tensor2D; readonly state: S };
}

/**
 * A recurrent language model: embedding, recurrent layer, dense.
 *
 *   logits[t] = dense(output, h[t]),   h = layer(table[ids])
 *
 * Source: Mikolov et al. 2010, "Recurrent neural network based language model".
 *
 * @param layer any that goes from left to right: `rnn`, `stacked([rnn, rnn])`,
 *   `recurrent({ init, cell })` of one's own cell
 */
export function languageModel<P extends Params, S extends Params>(
  layer: Recurrent<P, S>,
): LanguageModel<P, S> {
  return {
    init: (config, rng) => initTokenModel(layer, config, config.vocabularySize, rng),
    initialState: (params, B) => layer.start(params.layer, B),
    apply(params, ids, state) {
      const { B } = shape('B T', ids, 'languageModel ids');
      const start = state ?? layer.start(params.layer, B);
      const read = layer.run(params.layer, lookup(params.table, ids), start);
      return { logits: denseAt(params.output, read.outputs), state: read.state };
    },
    step(params, ids, state) {
      const read = layer.step(params.layer, lookup(params.table, ids), state);
      return { logits: dense(params.output, read.output), state: read.state };
    },
  };
}
