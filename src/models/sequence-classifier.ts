import type * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../core/index.js';
import { tokensMask } from '../layers/mask.js';
import type { Encoder } from '../layers/recurrent.js';
import type { EncoderModel } from './model.js';
import {
  embedTokens,
  initTokenModel,
  scoresOf,
  type TokenClassifierConfig,
  type TokenModelParams,
} from './token-model.js';

/**
 * A text classifier that reads in order: many tokens in, the scores of one answer out, [B, C]. It
 * answers once all of a row has been read; padding after a row changes nothing.
 *
 *   logits = dense(output, h),   h = what layer(table[ids]) puts out last
 *
 * @param config sizes
 * @param parts.layer any encoder of whole rows: `rnn`, `bidirectional(rnn)`, `recurrent({ init,
 *   cell })` of one's own cell
 */
export function sequenceClassifier<P extends Params>(
  config: TokenClassifierConfig,
  { layer }: { readonly layer: Encoder<P> },
): EncoderModel<TokenModelParams<P>, tf.Tensor2D> {
  return {
    init: (rng) => initTokenModel(layer, config, config.classes, rng),
    encode(params, ids, mask, chance) {
      const xs = embedTokens(params, ids, 'sequenceClassifier ids', chance);
      const real = tokensMask(ids, mask, 'sequenceClassifier mask');
      const { last } = layer.encode(params.layer, xs, real);
      return scoresOf(params, last, chance);
    },
  };
}
