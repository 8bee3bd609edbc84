import type { Params } from '../core/index.js';
import type { Recurrent } from '../layers/recurrent.js';
import { checkState, type LanguageModel } from './model.js';
import {
  embedTokens,
  initTokenModel,
  scoresOf,
  type TokenModelConfig,
  type TokenModelParams,
} from './token-model.js';

/**
 * A recurrent language model: embedding, recurrent layer, dense.
 *
 *   logits[t] = dense(output, h[t]),   h = layer(table[ids])
 *
 * Source: Mikolov et al. 2010, "Recurrent neural network based language model".
 *
 * @param config sizes
 * @param parts.layer any that goes from left to right: `rnn`, `stacked([rnn, rnn])`,
 *   `recurrent({ init, cell })` of one's own cell
 */
export function languageModel<P extends Params, S extends Params>(
  config: TokenModelConfig,
  { layer }: { readonly layer: Recurrent<P, S> },
): LanguageModel<TokenModelParams<P>, S> {
  return {
    init: (rng) => initTokenModel(layer, config, config.vocabularySize, rng),
    start: (params, B) => layer.start(params.layer, B),
    read(params, ids, state, chance) {
      const xs = embedTokens(params, ids, 'languageModel ids', chance);
      checkState(state, ids.shape[0], 'languageModel state');
      const read = layer.read(params.layer, xs, state);
      return { logits: scoresOf(params, read.outputs, chance), state: read.state };
    },
  };
}
