import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, wrongInput } from './errors.js';
import { shape } from './shape.js';

/**
 * Scores where a mask is 1, and -Infinity where it is 0: there the softmax is 0, whatever the score
 * was, and no gradient comes back. A fully masked row gives zeros after `softmax`.
 *
 * @param scores numbers of any shape; those under the mask may be NaN or infinite
 * @param mask 0 (or false) hides a score, 1 (or true, or any other number) lets it count; broadcast
 *   to the scores: [B, 1, 1, S] and [1, 1, T, S] both fit [B, H, T, S]
 * @param otherwise what stands where the mask is 0
 * @returns the scores that count, float32, of the shape of `scores`
 * @throws ShapeError if the mask does not broadcast to the scores
 */
export function masked<R extends tf.Rank>(
  scores: tf.Tensor<R>,
  mask: tf.Tensor,
  otherwise = -Infinity,
): tf.Tensor<R> {
  shape('...', scores, 'masked scores');
  shape('...', mask, 'masked mask');
  const [to, from]: [readonly number[], readonly number[]] = [scores.shape, mask.shape];
  const fits = from.every((size, i) => size === 1 || size === to[to.length - from.length + i]);
  if (!fits || from.length > to.length) throw new ShapeError(wrongMask(to, from));
  // Backends differ in how they round -Infinity to a whole number, or broadcast to no rows at all.
  const floats = tf.cast(scores, 'float32');
  return scores.size === 0 ? floats : tf.where(tf.notEqual(mask, 0), floats, otherwise);
}

const wrongMask = (scores: readonly number[], mask: readonly number[]) =>
  wrongInput(
    'masked mask',
    `a shape that broadcasts to [${scores.join(', ')}]`,
    `[${mask.join(', ')}]`,
    'Give it size 1 along the axes that it does not know.',
  );
