import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput, type Rng } from '../core/index.js';
import { checkCount } from './counts.js';

/** Lines with one token to remember. */
export interface RecallBatch {
  /** Tokens, one of them a cue, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /** Which cue it is, counted from 0, int32, [B]. */
  readonly which: tf.Tensor1D;
}

/** Draws so many tokens that are not to be remembered. */
export type Filler = (count: number, rng: Rng) => readonly number[];

/** What lines are made of. */
export interface RecallOptions {
  /** Lines (B). */
  readonly size: number;
  /** Tokens in each (T), the cue among them. */
  readonly length: number;
  /** Ids of the tokens to remember; a line has one of them. */
  readonly cues: readonly number[];
  /** Where the cue stands, from 0. Default 0: at the start of the line. */
  readonly place?: number;
  /** The other tokens. */
  readonly filler: Filler;
}

/**
 * Draws a batch of delayed recall: a line has a cue at one place and fillers everywhere else, and
 * after the last token a model is asked which cue it was. The longer the line after the cue, the
 * longer a state has to keep it. A model that guesses is right for one line in as many as there are
 * cues; its cross-entropy is the logarithm of their number.
 *
 *   recallBatch({ size: 2, length: 4, cues: [1, 2], filler: anyOf([3, 4]) }, rng)
 *     ids [[2, 3, 3, 4], [1, 4, 3, 4]]   which [1, 0]
 *
 * @param rng draws cues and fillers
 * @returns lines and answers, the caller's to dispose of
 * @throws InputError if a size is not a whole number from 1, the place is outside the line, or
 *   there is no cue
 */
export function recallBatch(
  { size, length, cues, place = 0, filler }: RecallOptions,
  rng: Rng,
): RecallBatch {
  checkCount('recallBatch size', size);
  checkCount('recallBatch length', length);
  if (cues.length === 0) throw new InputError(noCue());
  if (!(Number.isInteger(place) && place >= 0 && place < length))
    throw new InputError(wrongPlace(place, length));
  const which = Array.from({ length: size }, () => rng.int(cues.length));
  const lines = which.map((one) => {
    const others = filler(length - 1, rng);
    return [...others.slice(0, place), cues[one] ?? NaN, ...others.slice(place)];
  });
  return {
    ids: tf.tensor2d(lines, [size, length], 'int32'),
    which: tf.tensor1d(which, 'int32'),
  };
}

/** Fillers drawn one by one, each token equally likely. */
export function anyOf(ids: readonly number[]): Filler {
  return (count, rng) => Array.from({ length: count }, () => ids[rng.int(ids.length)] ?? NaN);
}

/**
 * Fillers that are a piece of a text, from anywhere in it.
 *
 * @throws InputError in use, if the text is shorter than the piece
 */
export function pieceOf(text: readonly number[]): Filler {
  return (count, rng) => {
    if (text.length < count) throw new InputError(shortText(count, text.length));
    const from = rng.int(text.length - count + 1);
    return text.slice(from, from + count);
  };
}

const shortText = (count: number, received: number) =>
  wrongInput('pieceOf text', `at least ${count} tokens`, String(received), 'Take a longer text.');

const noCue = () =>
  wrongInput('recallBatch cues', 'at least one token', 'none', 'Pass the ids to remember.');

const wrongPlace = (place: number, length: number) =>
  wrongInput(
    'recallBatch place',
    `a whole number from 0 to ${length - 1}`,
    String(place),
    'Put the cue inside the line.',
  );
