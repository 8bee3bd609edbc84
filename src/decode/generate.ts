import * as tf from '@tensorflow/tfjs-core';
import {
  disposeParams,
  InputError,
  mapParams,
  shape,
  tidy,
  wrongInput,
  type Params,
  type Rng,
} from '../core/index.js';
import type { LanguageModel } from '../models/model.js';
import { sampling, type Choose } from './choose.js';

/** Whatever reads on: every language model, and the decoder of every model with a source. */
export type Reader<P extends Params, S extends Params> = Pick<LanguageModel<P, S>, 'read'>;

/** Where a text has been read to: scores of the next token, one row a text, and the state. */
export type Place<S extends Params> = { readonly scores: tf.Tensor2D; readonly state: S };

/** What to write. */
export interface GenerateOptions {
  /** Ids that the text begins with, at least one. */
  readonly prompt: readonly number[];
  /** At most so many tokens are added. */
  readonly length: number;
  /** Writing ends after this token. */
  readonly stop?: number;
  /** How the next token is chosen; default: drawn by its probability, `sampling()`. */
  readonly choose?: Choose;
}

/**
 * Writes on from a prompt, one token after the other. The prompt is read in one call.
 *
 * @param model reads tokens on from a state
 * @param params its weights
 * @param start state before the prompt, of a batch of one: `model.start(params, 1)`; it stays the
 *   caller's
 * @param rng one uniform number is drawn for each token
 * @returns the prompt and what was added to it
 * @throws InputError if the prompt is empty
 */
export function generate<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  start: S,
  { prompt, length, stop, choose = sampling() }: GenerateOptions,
  rng: Rng,
): number[] {
  if (prompt.length === 0) throw new InputError(noPrompt('generate'));
  const ids = [...prompt];
  // The outer tidy frees what is at hand if a step throws.
  tidy(() => {
    let place = readOn(model, params, [prompt], start);
    for (let added = 0; added < length; added++) {
      const next = tidy(() => choose(tf.reshape(place.scores, [-1]), rng.uniform()));
      ids.push(next);
      if (next === stop || added === length - 1) break;
      const after = readOn(model, params, [[next]], place.state);
      disposeParams(place);
      place = after;
    }
  });
  return ids;
}

/**
 * Reads rows of equal length and keeps the scores after the last token of each. What it returns
 * shares nothing with the state it was given.
 */
export function readOn<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  rows: readonly (readonly number[])[],
  from: S,
): Place<S> {
  return tidy(() => {
    const [n, T] = [rows.length, rows[0]?.length ?? 0];
    const ids = tf.tensor2d(rows.flat(), [n, T], 'int32');
    const { logits, state } = model.read(params, ids, from);
    const { B, V } = shape('B T V', logits, 'read logits', { B: n, T });
    return {
      scores: tf.reshape<tf.Rank.R2>(tf.slice(logits, [0, T - 1, 0], [B, 1, V]), [B, V]),
      state: mapParams(state, (leaf) => tf.clone(leaf)),
    };
  });
}

/** What a decoder says to a prompt without a token. */
export const noPrompt = (decoder: string) =>
  wrongInput(`${decoder} prompt`, 'at least one token', 'none', 'Begin with a line break.');
