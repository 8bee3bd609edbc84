import * as tf from '@tensorflow/tfjs-core';
import { InputError, shape, softmax, wrongInput } from '../core/index.js';
import { sampleNext as librarySampleNext } from './sampling.js';

/** Chooses the next token by its scores [V] and a uniform draw u in [0, 1). */
export type Choose = (logits: tf.Tensor1D, u: number) => number;

/**
 * The token with the highest score; of equal ones the first.
 *
 * @throws InputError if a score is NaN or Infinity, or none is finite
 */
export const greedy: Choose = (logits) => {
  checkScores('greedy', logits);
  return tf.argMax(logits).dataSync()[0] ?? NaN;
};

/** Checks the scores that a decoder compares; -Infinity is that of an impossible token. */
export function checkScores(decoder: string, logits: tf.Tensor): void {
  const scores = logits.dataSync();
  const strange = scores.find((score) => !(score < Infinity));
  if (strange === undefined && scores.some((score) => score > -Infinity)) return;
  throw new InputError(
    wrongInput(
      `${decoder} logits`,
      'scores below Infinity, at least one of them finite',
      strange === undefined ? 'none that is finite' : String(strange),
      'Look at the training loss.',
    ),
  );
}

/** What a draw may choose among. */
export interface SamplingOptions {
  /** Above 0; default 1. Less favours what is likely. */
  readonly temperature?: number;
  /** How many of the likeliest tokens to choose among; default: all. */
  readonly topK?: number;
  /** Probability that the likeliest tokens reach together, in (0, 1]; default 1: all of them. */
  readonly topP?: number;
  /** How a token is drawn; default: the library's `sampleNext`. */
  readonly sampleNext?: typeof librarySampleNext;
}

/** Draws the next token by its probability, among all tokens or among the likeliest ones. */
export function sampling({
  temperature = 1,
  topK,
  topP,
  sampleNext = librarySampleNext,
}: SamplingOptions = {}): Choose {
  return (logits, u) => {
    const first = topK === undefined ? logits : keepTopK(logits, topK);
    const kept = topP === undefined ? first : keepNucleus(first, topP, temperature);
    return sampleNext(kept, temperature, u);
  };
}

/**
 * Leaves the k likeliest tokens their scores and gives all others -Infinity.
 *
 * Source: Fan, Lewis and Dauphin 2018, arXiv 1805.04833, section 5.2.
 *
 * @param logits scores, [V]
 * @param k tokens to keep, a whole number from 1; of equal scores the first ones stay
 * @returns scores, [V]
 * @throws InputError if k is not a whole number from 1
 */
export function keepTopK(logits: tf.Tensor1D, k: number): tf.Tensor1D {
  const { V } = shape('V', logits, 'keepTopK logits');
  if (!(Number.isInteger(k) && k >= 1)) throw new InputError(wrongK(k));
  const { indices } = tf.topk(logits, Math.min(k, V));
  return keepOnly(logits, indices.dataSync());
}

/**
 * Leaves the nucleus its scores, and gives all others -Infinity: the fewest of the likeliest tokens
 * whose probabilities sum to at least p.
 *
 * Source: Holtzman et al. 2020, arXiv 1904.09751.
 *
 * @param logits scores, [V]
 * @param p probability that the nucleus reaches, in (0, 1]
 * @param temperature at which the probabilities count, above 0
 * @returns scores, [V]
 * @throws InputError if p is outside (0, 1], or the temperature is not above 0
 */
export function keepNucleus(logits: tf.Tensor1D, p: number, temperature = 1): tf.Tensor1D {
  const { V } = shape('V', logits, 'keepNucleus logits');
  if (!(p > 0 && p <= 1)) throw new InputError(wrongP(p));
  if (!(temperature > 0)) throw new InputError(wrongTemperature(temperature));
  if (p === 1) return logits; // rounding would leave out what is very unlikely
  const scaled = tf.reshape<tf.Rank.R2>(tf.div(logits, temperature), [1, V]);
  const { values, indices } = tf.topk(softmax(scaled), V);
  const masses = values.dataSync();
  let reached = 0;
  let size = 0;
  while (size < V && reached < p) reached += masses[size++] ?? 0;
  return keepOnly(logits, indices.dataSync().subarray(0, size));
}

function keepOnly(logits: tf.Tensor1D, ids: ArrayLike<number>): tf.Tensor1D {
  const scores = logits.dataSync();
  const kept = new Float32Array(scores.length).fill(-Infinity);
  for (const id of Array.from(ids)) kept[id] = scores[id] ?? NaN;
  return tf.tensor1d(kept);
}

const wrongK = (received: number) =>
  wrongInput('keepTopK k', 'a whole number from 1', String(received), 'Take 40 to begin with.');

const wrongP = (received: number) =>
  wrongInput(
    'keepNucleus p',
    'a probability in (0, 1]',
    String(received),
    'Take 0.9 to begin with.',
  );

const wrongTemperature = (received: number) =>
  wrongInput('keepNucleus temperature', 'a number above 0', String(received), 'Leave it at 1.');
