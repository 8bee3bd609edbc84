import type * as tf from '@tensorflow/tfjs-core';
import { shape, type Rng } from '../core/index.js';
import { denseAt } from '../layers/dense.js';
import type { Encoder } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';
import {
  initTokenModel,
  readTokens,
  type TokenModelConfig,
  type TokenModelParams,
} from './token-model.js';

/** Sizes of a tagger. */
export interface TaggerConfig extends TokenModelConfig {
  /** Tags there are (C). */
  readonly classes: number;
}

export type TaggerParams<P = RnnParams> = TokenModelParams<P>;

export interface Tagger<P = RnnParams> {
  init(config: TaggerConfig, rng: Rng): TaggerParams<P>;
  /**
   * Maps ids [B, T], 0 being padding, to scores of each token's tag [B, T, C]; those at padding
   * mean nothing.
   */
  apply(params: TaggerParams<P>, ids: tf.Tensor2D): tf.Tensor3D;
}

/**
 * A tagger: many tokens in, a tag for each of them out. `sequenceLoss` is its loss, with tags as
 * targets.
 *
 *   logits[t] = dense(output, h[t]),   h = layer(table[ids])
 *
 * @param layer any encoder of whole rows: with `rnn` a tag knows what stands before its token, with
 *   `bidirectional(rnn)` also what stands behind it
 */
export function tagger<P>(layer: Encoder<P>): Tagger<P> {
  return {
    init: (config, rng) => initTokenModel(layer, config, config.classes, rng),
    apply(params, ids) {
      shape('B T', ids, 'tagger ids');
      return denseAt(params.output, readTokens(layer, params, ids).outputs);
    },
  };
}
