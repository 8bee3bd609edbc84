import * as tf from '@tensorflow/tfjs-core';
import { InputError, shape, wrongInput } from '../core/index.js';

/**
 * The tag with the highest score for each token of each sentence; what stands at padding is left
 * out.
 *
 * @param logits scores, one a tag, [B, T, C]
 * @param lengths tokens of each sentence, [B]
 * @param tags in the order of the scores, [C]
 * @returns as many tags as tokens, for each sentence
 * @throws ShapeError if there are not as many scores as tags
 * @throws InputError if there are not as many lengths as sentences, or one has more than T tokens
 */
export function bestTags(
  logits: tf.Tensor3D,
  lengths: readonly number[],
  tags: readonly string[],
): string[][] {
  const { B, T } = shape('B T C', logits, 'bestTags logits', { C: tags.length });
  if (lengths.length !== B || lengths.some((length) => length > T))
    throw new InputError(wrongLengths(B, T, lengths));
  const best = tf.tidy(() => tf.argMax<tf.Tensor2D>(logits, 2).arraySync());
  return best.map((row, b) => row.slice(0, lengths[b]).map((place) => tags[place] ?? ''));
}

const wrongLengths = (B: number, T: number, lengths: readonly number[]) =>
  wrongInput(
    'bestTags lengths',
    `${B} lengths of at most ${T} tokens`,
    `${lengths.length}, the longest ${Math.max(...lengths)}`,
    'Pass how many tokens each sentence of the batch has.',
  );
