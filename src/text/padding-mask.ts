import * as tf from '@tensorflow/tfjs-core';
import { shape } from '../core/index.js';

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
