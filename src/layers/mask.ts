/**
 * Which positions count, and which ones attention may look at: 1 = yes, 0 = no, as numbers to
 * multiply with. Masks of attention have axes that broadcast to [B, H, T, S]: H = 1 for all heads,
 * T = 1 for all queries, B = 1 for all rows.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InputError, mul, shape, ShapeError, wrongInput } from '../core/index.js';
import { isRecording } from '../core/recording.js';

/**
 * Says where a batch has tokens: padding fills it up and is nothing to learn from, to count, or to
 * look at.
 *
 *   mask[b, t] = 0 where ids[b, t] is padding (id 0), 1 elsewhere
 *
 * @param ids token ids, int32, [B, T]
 * @returns mask, float32, [B, T]
 * @throws ShapeError if ids are no batch of rows
 */
export function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
  shape('B T', ids, 'paddingMask ids');
  const isToken = tf.notEqual<tf.Tensor2D>(ids, 0);
  return tf.cast(isToken, 'float32');
}

/**
 * Checks the mask of rows that are read from one end to the other; its values are looked at outside
 * of a recording only.
 *
 * @param mask 1 at tokens, 0 at the padding after them, [B, T]
 * @param what function and argument, for the message
 * @param sizes of the rows
 * @returns the mask
 * @throws ShapeError if it has other sizes than the rows
 * @throws InputError if a token comes after padding
 */
export function paddingLast(
  mask: tf.Tensor2D,
  what: string,
  { B, T }: { readonly B: number; readonly T: number },
): tf.Tensor2D {
  shape('B T', mask, what, { B, T });
  if (isRecording()) return mask;
  const values = mask.dataSync();
  const early = values.findIndex((one, at) => at % T > 0 && one !== 0 && values[at - 1] === 0);
  if (early === -1) return mask;
  throw new InputError(
    wrongInput(
      what,
      'padding only after the tokens of a row',
      `padding before the token at [${Math.floor(early / T)}, ${early % T}]`,
      'Move the tokens of each row to its front.',
    ),
  );
}

/**
 * The mask of rows of tokens: the one that is given, checked, or else that of their padding.
 *
 * @param ids int32, [B, T]
 * @param mask 1 at tokens, 0 at the padding after them, [B, T]
 * @param what function and argument of the mask, for the message
 */
export function tokensMask(
  ids: tf.Tensor2D,
  mask: tf.Tensor2D | undefined,
  what: string,
): tf.Tensor2D {
  const [B, T] = ids.shape;
  return paddingLast(mask ?? paddingMask(ids), what, { B, T });
}

/**
 * Ids with padding (id 0) wherever the mask is 0.
 *
 * @param ids int32, [B, T]
 * @param mask 1 at tokens, 0 at padding, [B, T]; without it the ids stay
 * @param what function and argument of the mask, for the message
 * @throws ShapeError if ids and mask disagree on B or T
 */
export function withPadding(
  ids: tf.Tensor2D,
  mask: tf.Tensor2D | undefined,
  what: string,
): tf.Tensor2D {
  if (mask === undefined) return ids;
  const [B, T] = ids.shape;
  shape('B T', mask, what, { B, T });
  return mul(ids, tf.cast(mask, 'int32'));
}

/**
 * Lets every query look at all tokens of its own row and at no padding.
 *
 * @param mask 1 at tokens, 0 at padding, as `paddingMask` gives it, [B, S]
 * @returns mask, [B, 1, 1, S]
 * @throws ShapeError if the mask is no batch of rows
 */
export function keysMask(mask: tf.Tensor2D): tf.Tensor4D {
  const { B, S } = shape('B S', mask, 'keysMask mask');
  return tf.reshape(mask, [B, 1, 1, S]);
}

/**
 * Lets every query look at its own place and at those before it.
 *
 *   mask[b, 0, t, s] = 1 where s <= offset[b] + t, else 0
 *
 * @param sizes.T queries
 * @param sizes.S keys; default: as many
 * @param offset place of the first query among the keys: a number, or one per row as int32, [B];
 *   default 0
 * @returns mask, float32, [1, 1, T, S], or [B, 1, T, S] with an offset a row
 */
export function causalMask(
  { T, S = T }: { readonly T: number; readonly S?: number },
  offset: number | tf.Tensor1D = 0,
): tf.Tensor4D {
  const first = typeof offset === 'number' ? tf.scalar(offset) : offset;
  const query = tf.add(tf.reshape(tf.range(0, T), [1, 1, T, 1]), tf.reshape(first, [-1, 1, 1, 1]));
  const key = tf.reshape(tf.range(0, S), [1, 1, 1, S]);
  return tf.cast(tf.lessEqual<tf.Tensor4D>(key, query), 'float32');
}

/**
 * Lets every query look at a prefix of its row, and beyond that at its own place and at those
 * before it.
 *
 *   mask[b, 0, t, s] = 1 where s < prefix[b] or s <= t, else 0
 *
 * Source: Raffel et al. 2020, arXiv 1910.10683, section 3.2.1.
 *
 * @param sizes.T tokens per row
 * @param prefix tokens of each row that may be seen from everywhere, int32, [B]
 * @returns mask, float32, [B, 1, T, T]
 */
export function prefixMask({ T }: { readonly T: number }, prefix: tf.Tensor1D): tf.Tensor4D {
  const { B } = shape('B', prefix, 'prefixMask prefix');
  const key = tf.reshape(tf.range(0, T), [1, 1, 1, T]);
  const inPrefix = tf.less(key, tf.reshape(prefix, [B, 1, 1, 1]));
  const isPast = tf.cast(causalMask({ T }), 'bool');
  return tf.cast(tf.logicalOr<tf.Tensor4D>(inPrefix, isPast), 'float32');
}

/**
 * Allows looking where both masks do.
 *
 * @param a mask that broadcasts with b
 * @param b mask that broadcasts with a
 * @returns mask, float32, of the axes of both
 * @throws ShapeError if the masks do not broadcast
 */
export function bothMasks(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const fits = a.shape.every((size, i) => size === 1 || b.shape[i] === 1 || b.shape[i] === size);
  if (!fits)
    throw new ShapeError(
      wrongInput(
        'bothMasks b',
        `a mask that broadcasts with [${a.shape.join(', ')}]`,
        `[${b.shape.join(', ')}]`,
        'Give both the same size, or 1, along each axis.',
      ),
    );
  return mul(tf.cast(a, 'float32'), tf.cast(b, 'float32'));
}
