import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, wrongInput } from './errors.js';

/**
 * Scores where a mask is 1, and -Infinity where it is 0: there the softmax is 0, whatever the score
 * was, and no gradient comes back. A row that is masked as a whole gives zeros after `softmax`.
 *
 * @param scores numbers of any shape; those under the mask may be NaN or infinite
 * @param mask 1 (or true) where a score counts, 0 (or false) elsewhere, broadcast to the scores:
 *   [B, 1, 1, S] and [1, 1, T, S] both fit [B, H, T, S]
 * @param otherwise what stands where the mask is 0
 * @returns the scores that count, of the shape of `scores`
 * @throws ShapeError if the mask does not broadcast to the scores
 */
export function masked<R extends tf.Rank>(
  scores: tf.Tensor<R>,
  mask: tf.Tensor,
  otherwise = -Infinity,
): tf.Tensor<R> {
  const [to, from]: [readonly number[], readonly number[]] = [scores.shape, mask.shape];
  const fits = from.every((size, i) => size === 1 || size === to[to.length - from.length + i]);
  if (!fits || from.length > to.length) throw new ShapeError(wrongMask(to, from));
  return tf.where(tf.cast(mask, 'bool'), scores, otherwise);
}

const wrongMask = (scores: readonly number[], mask: readonly number[]) =>
  wrongInput(
    'masked mask',
    `a shape that broadcasts to [${scores.join(', ')}]`,
    `[${mask.join(', ')}]`,
    'Give it size 1 along the axes that it does not know.',
  );
