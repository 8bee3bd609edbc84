import * as tf from '@tensorflow/tfjs-core';
import {
  disposeParams,
  InputError,
  logSoftmax,
  mapParams,
  tidy,
  wrongInput,
  type Params,
} from '../core/index.js';
import { checkScores } from './choose.js';
import { checkTexts, readOn, type Place } from './generate.js';
import type { Reader } from './read-token.js';

/** What to search for. */
export interface BeamOptions {
  /** Ids that each text begins with, at least one. */
  readonly prompt: readonly number[];
  /** How many texts to keep at each step, at least 1; with 1 the search is greedy. */
  readonly beams: number;
  /** Most tokens to add. */
  readonly length: number;
  /** A text ends after this token. */
  readonly stop?: number;
  /** Power of the length in a score: 0 counts probability alone, 1 (default) its mean per token. */
  readonly lengthPower?: number;
}

/** A text that a search found. */
export interface Beam {
  /** The prompt, and what was added to it. */
  readonly ids: readonly number[];
  /** Log probability of what was added, in nats. */
  readonly logProbability: number;
  /** What the search ranks by. */
  readonly score: number;
}

/** A text that may go on: what was added to the prompt, and the row of the state it came from. */
interface Live {
  readonly added: readonly number[];
  readonly logProbability: number;
  readonly row: number;
}

/**
 * Searches for likely texts: at every step the best few of all continuations stay. One that ends
 * keeps its place for that step.
 *
 *   score = log p(added) / n ** lengthPower,   n being the tokens added, `stop` among them
 *
 * Source: Wu et al. 2016, arXiv 1609.08144, section 7. Variant: the length itself as the penalty
 * (Hugging Face), not (5 + n) / 6.
 *
 * @param model reads tokens on from a state
 * @param params its weights
 * @param state where the prompt goes on from, for one row; it stays the caller's
 * @returns the texts, best first, no more than there are beams; with length 0 the prompt alone
 * @throws InputError if the prompt is empty, an id or the length is not a whole number, there is no
 *   beam, the power is negative, or the scores are not finite
 */
export function beamSearch<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  state: S,
  { prompt, beams, length, stop, lengthPower = 1 }: BeamOptions,
): Beam[] {
  checkTexts('beamSearch', prompt, length);
  if (!(Number.isInteger(beams) && beams >= 1)) throw new InputError(wrongBeams(beams));
  if (!(lengthPower >= 0)) throw new InputError(wrongPower(lengthPower));
  const scoreOf = (logProbability: number, n: number) => logProbability / n ** lengthPower;
  if (length === 0) return [{ ids: prompt, logProbability: 0, score: 0 }];
  const ended: Live[] = [];
  tidy(() => {
    let place = readOn(model, params, [prompt], state);
    let live: readonly Live[] = [{ added: [], logProbability: 0, row: 0 }];
    for (let n = 1; n <= length; n++) {
      const isEnd = ({ added }: Live) => n === length || added.at(-1) === stop;
      const best = continuations(live, place.scores, beams);
      ended.push(...best.filter(isEnd));
      live = best.filter((text) => !isEnd(text));
      if (live.length === 0 || isSettled(live)) break;
      place = advance(model, params, place, live);
      live = live.map((text, row) => ({ ...text, row }));
    }
  });
  const found = ended.map(({ added, logProbability }) => ({
    ids: [...prompt, ...added],
    logProbability,
    score: scoreOf(logProbability, added.length),
  }));
  return found.sort((a, b) => b.score - a.score).slice(0, beams);

  /** Whether no text that may go on can still beat the best that have ended. */
  function isSettled(live: readonly Live[]): boolean {
    const scores = ended.map((text) => scoreOf(text.logProbability, text.added.length));
    const worst = scores.sort((a, b) => b - a)[beams - 1];
    const hope = (text: Live) => scoreOf(text.logProbability, length);
    return worst !== undefined && live.every((text) => hope(text) <= worst);
  }
}

/** The best texts of one token more, the likeliest first. */
function continuations(live: readonly Live[], scores: tf.Tensor2D, most: number): Live[] {
  return tidy(() => {
    const V = scores.shape[1];
    checkScores('beamSearch', scores);
    const before = tf.tensor2d(live.map(({ logProbability }) => [logProbability]));
    const all = tf.reshape(tf.add(logSoftmax(scores), before), [live.length * V]);
    const { values, indices } = tf.topk(all, Math.min(most, live.length * V));
    const masses = values.dataSync();
    const best = Array.from(indices.dataSync(), (at, i) => {
      const row = Math.floor(at / V);
      const added = [...(live[row]?.added ?? []), at % V];
      return { row, added, logProbability: masses[i] ?? NaN };
    });
    return best.filter(({ logProbability }) => logProbability > -Infinity);
  });
}

/** Reads the last token of each text, from the row of the state that it came from. */
function advance<P extends Params, S extends Params>(
  model: Reader<P, S>,
  params: P,
  place: Place<S>,
  live: readonly Live[],
): Place<S> {
  const next = tidy(() => {
    const rows = tf.tensor1d(
      live.map(({ row }) => row),
      'int32',
    );
    const chosen = mapParams(place.state, (leaf) => tf.gather(leaf, rows));
    return readOn(
      model,
      params,
      live.map(({ added }) => added.slice(-1)),
      chosen,
    );
  });
  disposeParams(place);
  return next;
}

const wrongBeams = (received: number) =>
  wrongInput(
    'beamSearch beams',
    'a whole number from 1',
    String(received),
    'Take 4 to begin with.',
  );

const wrongPower = (received: number) =>
  wrongInput(
    'beamSearch lengthPower',
    'a number from 0',
    String(received),
    'Take 1 to begin with.',
  );
