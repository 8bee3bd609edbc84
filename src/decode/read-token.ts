import type * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../core/index.js';
import { jit, RecordingError, type Jitted } from '../core/jit.js';
import type { LanguageModel, Prediction } from '../models/model.js';

/** Whatever reads on: every language model, and the decoder of every model with a source. */
export type Reader<P extends Params, S extends Params> = Pick<LanguageModel<P, S>, 'read'>;

type Recorded = Jitted<[params: Params, ids: tf.Tensor2D, state: Params], Params>;

/** Reading as graphs, by model; nothing for a model that cannot be recorded. */
const recorded = new WeakMap<object, Recorded | 'refused'>();

/**
 * Reads one token per row, [B, 1], as one graph where that can be: a text repeats it many times.
 *
 * @param model reads tokens on from a state
 */
export function readToken<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  ids: tf.Tensor2D,
  state: S,
): Prediction<S> {
  const read = (p: P, tokens: tf.Tensor2D, from: S) => model.read(p, tokens, from);
  const known = recorded.get(model) ?? (jit(read) as unknown as Recorded);
  recorded.set(model, known);
  if (known === 'refused') return read(params, ids, state);
  try {
    return known(params, ids, state) as unknown as Prediction<S>;
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    recorded.set(model, 'refused');
    return read(params, ids, state);
  }
}
