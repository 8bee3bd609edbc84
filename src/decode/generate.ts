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
import { sampleNext } from './sampling.js';

/**
 * Reads one token: maps (ids [1], state) to the scores of the next token [1, V] and the new state.
 */
export type Step<S extends Params> = (
  ids: tf.Tensor1D,
  state: S,
) => { readonly logits: tf.Tensor2D; readonly state: S };

/** Where a text has been read to: scores of the next token [V], and the state. */
type Reading<S extends Params> = { readonly scores: tf.Tensor1D; readonly state: S };

/** What to write. */
export interface GenerateOptions {
  /** Ids that the text begins with, at least one. */
  readonly prompt: readonly number[];
  /** At most so many tokens are drawn. */
  readonly length: number;
  /** Above 0; default 1. */
  readonly temperature?: number;
  /** Drawing ends behind this token. */
  readonly stop?: number;
  /** How the next token is drawn; default: the library's `sampleNext`. */
  readonly sampleNext?: typeof sampleNext;
}

/**
 * Writes on from a prompt, one drawn token after the other.
 *
 * @param step reads one token
 * @param start state before the prompt, of a batch of one; it stays the caller's
 * @returns the prompt and what was drawn behind it
 * @throws InputError if the prompt is empty
 */
export function generate<S extends Params>(
  step: Step<S>,
  start: S,
  options: GenerateOptions,
  rng: Rng,
): number[] {
  const { prompt, length, temperature = 1, stop, sampleNext: draw = sampleNext } = options;
  const [first, ...rest] = prompt;
  if (first === undefined)
    throw new InputError(
      wrongInput('generate prompt', 'at least one token', 'none', 'Begin with a line break.'),
    );
  const ids = [...prompt];
  // The outer tidy frees what is at hand if a step throws.
  tidy(() => {
    let reading = read(step, first, start);
    const readOn = (id: number) => {
      const next = read(step, id, reading.state);
      disposeParams(reading);
      reading = next;
    };
    rest.forEach(readOn);
    for (let drawn = 0; drawn < length; drawn++) {
      const next = tidy(() => draw(reading.scores, temperature, rng.uniform()));
      ids.push(next);
      if (next === stop) break;
      readOn(next);
    }
  });
  return ids;
}

/** Reads one token; what it returns shares nothing with the state it was given. */
function read<S extends Params>(step: Step<S>, id: number, from: S): Reading<S> {
  return tidy(() => {
    const { logits, state } = step(tf.tensor1d([id], 'int32'), from);
    const { V } = shape('1 V', logits, 'generate logits');
    return {
      scores: tf.reshape<tf.Rank.R1>(logits, [V]),
      state: mapParams(state, (leaf) => tf.clone(leaf)),
    };
  });
}
