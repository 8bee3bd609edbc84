import type * as tf from '@tensorflow/tfjs-core';
import { shape, type Rng } from '../core/index.js';
import { dense } from '../layers/dense.js';
import type { Encoder } from '../layers/recurrent.js';
import type { RnnParams } from '../layers/rnn.js';
import {
  initTokenModel,
  readTokens,
  type TokenModelConfig,
  type TokenModelParams,
} from './token-model.js';

/** Sizes of a recurrent classifier. */
export interface SequenceClassifierConfig extends TokenModelConfig {
  /** Classes there are (C). */
  readonly classes: number;
}

export type SequenceClassifierParams<P = RnnParams> = TokenModelParams<P>;

export interface SequenceClassifier<P = RnnParams> {
  init(config: SequenceClassifierConfig, rng: Rng): SequenceClassifierParams<P>;
  /** Maps ids [B, T], 0 being padding, to scores [B, C]. */
  apply(params: SequenceClassifierParams<P>, ids: tf.Tensor2D): tf.Tensor2D;
}

/**
 * A text classifier that reads in order: many tokens in, one answer out. It answers once all of a
 * row has been read; padding behind a row changes nothing.
 *
 *   logits = dense(output, h),   h = what layer(table[ids]) puts out last
 *
 * @param layer any encoder of whole rows: `rnn`, `bidirectional(rnn)`, `recurrent({ init, cell })`
 *   of one's own cell
 */
export function sequenceClassifier<P>(layer: Encoder<P>): SequenceClassifier<P> {
  return {
    init: (config, rng) => initTokenModel(layer, config, config.classes, rng),
    apply(params, ids) {
      shape('B T', ids, 'sequenceClassifier ids');
      return dense(params.output, readTokens(layer, params, ids).last);
    },
  };
}
