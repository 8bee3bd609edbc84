import type { Params } from '../../core/index.js';
import { gruResetBefore } from '../gru-reset-before.js';
import { gru } from '../gru.js';
import { identityRnn } from '../identity-rnn.js';
import { layerNormGru } from '../layer-norm-gru.js';
import { layerNormLstm } from '../layer-norm-lstm.js';
import { layerNormRnn } from '../layer-norm-rnn.js';
import { lstm } from '../lstm.js';
import type { Recurrent } from '../recurrent.js';
import { rnn } from '../rnn.js';
import { skipRnn } from '../skip-rnn.js';

/**
 * Applies a law to every recurrent layer that the library has: a new layer is named here and has
 * all laws' tests.
 */
export function forEveryLayer(
  law: <P extends Params, S extends Params>(name: string, layer: Recurrent<P, S>) => void,
): void {
  law('rnn', rnn);
  law('identityRnn', identityRnn);
  law('layerNormRnn', layerNormRnn);
  law('skipRnn', skipRnn({ lag: 3 }));
  law('gru', gru);
  law('gruResetBefore', gruResetBefore);
  law('layerNormGru', layerNormGru);
  law('lstm', lstm);
  law('layerNormLstm', layerNormLstm);
}
