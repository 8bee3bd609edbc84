import * as tf from '@tensorflow/tfjs-core';
import { div, InputError, shape, softmax, wrongInput } from '../core/index.js';

/**
 * Draws the next token: the first one at which the running sum of probabilities exceeds u.
 *
 *   p  = softmax(logits / temperature)
 *   id = the smallest i with p[0] + ... + p[i] > u
 *
 * @param logits scores, one per token of the vocabulary, [V]
 * @param temperature above 0: 1 draws as the model believes, less favours what is likely, more
 *   evens out
 * @param u the chance in the draw, uniform in [0, 1)
 * @returns id of the drawn token, in [0, V)
 * @throws InputError if temperature or u is outside its range, or a score is not a number
 */
export function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
  const { V } = shape('V', logits, 'sampleNext logits');
  if (!(temperature > 0)) throw new InputError(wrongTemperature(temperature));
  if (!(u >= 0 && u < 1)) throw new InputError(wrongDraw(u));
  const scores = tf.reshape<tf.Rank.R2>(div(logits, temperature), [1, V]);
  const p = Array.from(softmax(scores).dataSync());
  const point = u * p.reduce((total, mass) => total + mass, 0);
  let below = 0;
  for (const [id, mass] of p.entries()) {
    below += mass;
    if (below > point) return id;
  }
  throw new InputError(wrongScores());
}

const wrongTemperature = (received: number) =>
  wrongInput(
    'sampleNext temperature',
    'a number above 0',
    String(received),
    'For the likeliest token always, take a small one such as 0.01.',
  );

const wrongDraw = (received: number) =>
  wrongInput('sampleNext u', 'a number in [0, 1)', String(received), 'Pass rng.uniform().');

const wrongScores = () =>
  wrongInput('sampleNext logits', 'finite scores', 'NaN or Infinity', 'Look at the training loss.');
