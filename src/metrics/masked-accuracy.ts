import * as tf from '@tensorflow/tfjs-core';
import { div, InputError, mul, shape, sum, wrongInput } from '../core/index.js';

/**
 * Share of real tokens whose highest score is that of the right class.
 *
 *   right[b, t] = 1 where argmax over c of logits[b, t, c] is targets[b, t], else 0
 *   accuracy    = sum of mask * right / sum of mask
 *
 * The batch counts as one: a long row weighs more than a short one.
 *
 * @param logits scores, one per class, [B, T, C]
 * @param targets the right class of each token, int32 in [0, C), [B, T]
 * @param mask 1 (or true) at tokens, 0 (or false) at padding, [B, T]
 * @returns share in [0, 1]
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if there is no real token, or if a score of one is NaN
 */
export function maskedAccuracy(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T C', logits, 'maskedAccuracy logits');
  shape('B T', targets, 'maskedAccuracy targets', { B, T });
  shape('B T', mask, 'maskedAccuracy mask', { B, T });
  const real = tf.cast(mask, 'float32');
  const tokens = sum('B T -> ', real);
  if (tokens.dataSync()[0] === 0) throw new InputError(onlyPadding());
  if (someIsNaN(logits, real)) throw new InputError(notANumber());
  const right = tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets);
  return div(sum('B T -> ', mul(real, right)), tokens);
}

/** Whether a score of a real token is NaN, the only number that differs from itself. */
function someIsNaN(logits: tf.Tensor3D, real: tf.Tensor2D): boolean {
  const broken = tf.any<tf.Tensor2D>(tf.notEqual(logits, logits), 2); // [B, T]
  return sum('B T -> ', mul(real, tf.cast(broken, 'float32'))).dataSync()[0] !== 0;
}

const notANumber = () =>
  wrongInput(
    'maskedAccuracy logits',
    'a number for every class of a real token',
    'NaN',
    'Look for the step that made it.',
  );

const onlyPadding = () =>
  wrongInput(
    'maskedAccuracy mask',
    'at least one real token',
    'only padding',
    'Leave out batches without tokens.',
  );
