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
 * A tagger: many tokens in, scores of a tag for each of them out, [B, T, C]; those at padding mean
 * nothing. `sequenceLoss` is its loss, with tags as targets.
 *
 *   logits[t] = dense(output, h[t]),   h = layer(table[ids])
 *
 * @param config sizes; `classes` are the tags there are
 * @param parts.layer any encoder of whole rows: with `rnn` a tag knows what comes before its token,
 *   with `bidirectional(rnn)` also what comes after it
 */
export function tagger<P extends Params>(
  config: TokenClassifierConfig,
  { layer }: { readonly layer: Encoder<P> },
): EncoderModel<TokenModelParams<P>, tf.Tensor3D> {
  return {
    init: (rng) => initTokenModel(layer, config, config.classes, rng),
    encode(params, ids, mask, chance) {
      const xs = embedTokens(params, ids, 'tagger ids', chance);
      const real = tokensMask(ids, mask, 'tagger mask');
      const { outputs } = layer.encode(params.layer, xs, real);
      return scoresOf(params, outputs, chance);
    },
  };
}
