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
import { sampling, type Choose } from './choose.js';
import { readToken, type Reader } from './read-token.js';

/** Where texts have been read to: scores of each next token, [B, V], and the state. */
export type Place<S extends Params> = { readonly scores: tf.Tensor2D; readonly state: S };

/** What to write. */
export interface GenerateOptions {
  /** Ids that the text begins with, at least one. */
  readonly prompt: readonly number[];
  /** Most tokens to add. */
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
 * @param state where the prompt goes on from, for one row: `model.start(params, 1)`; it stays the
 *   caller's
 * @param rng one uniform number is drawn for each token
 * @returns the prompt and what was added to it
 * @throws InputError if the prompt is empty, an id or the length is not a whole number, or what
 *   `choose` gives is no id
 */
export function generate<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  state: S,
  { prompt, length, stop, choose = sampling() }: GenerateOptions,
  rng: Rng,
): number[] {
  checkTexts('generate', prompt, length);
  const ids = [...prompt];
  // The outer tidy frees what is at hand if a step throws.
  tidy(() => {
    let place = readOn(model, params, [prompt], state);
    for (let added = 0; added < length; added++) {
      const next = tidy(() => choose(tf.reshape(place.scores, [-1]), rng.uniform()));
      if (!isId(next)) throw new InputError(noId(next));
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
  before: S,
): Place<S> {
  return tidy(() => {
    const [n, T] = [rows.length, rows[0]?.length ?? 0];
    const ids = tf.tensor2d(rows.flat(), [n, T], 'int32');
    const { logits, state } =
      T === 1 ? readToken(model, params, ids, before) : model.read(params, ids, before);
    const { B, V } = shape('B T V', logits, 'read logits', { B: n, T });
    return {
      scores: tf.reshape<tf.Rank.R2>(tf.slice(logits, [0, T - 1, 0], [B, 1, V]), [B, V]),
      state: mapParams(state, (leaf) => tf.clone(leaf)),
    };
  });
}

/** Checks what a decoder is to write. */
export function checkTexts(decoder: string, prompt: readonly number[], length: number): void {
  if (prompt.length === 0 || !prompt.every(isId))
    throw new InputError(
      wrongInput(
        `${decoder} prompt`,
        'at least one token, each a whole number from 0',
        prompt.length === 0 ? 'none' : `[${prompt.join(', ')}]`,
        'Encode a text, such as a line break, with the vocabulary of the model.',
      ),
    );
  if (!isId(length))
    throw new InputError(
      wrongInput(`${decoder} length`, 'a whole number from 0', String(length), 'Pass 50.'),
    );
}

const isId = (id: number) => Number.isInteger(id) && id >= 0;

const noId = (received: number) =>
  wrongInput('generate choose', 'a token id', String(received), 'Return the place of a score.');
