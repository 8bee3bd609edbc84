import * as tf from '@tensorflow/tfjs-core';
import type { OneMore } from './axes.js';
import { InputError, wrongInput } from './errors.js';
import { isRecording } from './recording.js';

/**
 * Turns each id into a row that is 1 at that id and 0 elsewhere: [...] becomes [..., V].
 *
 * @param ids int32 ids in [0, V), of any shape
 * @param V number of ids there are
 * @param what function and argument, for the message
 * @returns float32 ones and zeros, with one more axis than `ids`
 * @throws InputError if an id is outside [0, V)
 */
export function oneHot<R extends tf.Rank>(
  ids: tf.Tensor<R>,
  V: number,
  what = 'oneHot ids',
): tf.Tensor<OneMore[R]> {
  return hotRows(checkedIds(ids, V, what), V);
}

/** Rows that are 1 at their id, of int32 ids that are known to be in [0, V). */
export function hotRows<R extends tf.Rank>(ids: tf.Tensor<R>, V: number): tf.Tensor<OneMore[R]> {
  // tf.oneHot refuses a single class, and its float32 rows are wrong on the wasm backend.
  const rows = V === 1 ? tf.ones([...ids.shape, 1]) : tf.cast(tf.oneHot(ids, V), 'float32');
  return rows as tf.Tensor<OneMore[R]>;
}

/**
 * The ids as int32. Those of a graph that is recorded are checked by TensorFlow when it runs: it
 * looks each of them up among all that there are.
 *
 * @throws InputError if one is not a whole number in [0, V)
 */
export function checkedIds<R extends tf.Rank>(
  ids: tf.Tensor<R>,
  V: number,
  what: string,
): tf.Tensor<R> {
  const whole = tf.cast(ids, 'int32');
  if (isRecording()) return tf.gather<tf.Tensor>(tf.range(0, V, 1, 'int32'), whole) as tf.Tensor<R>;
  const wrong = ids.dataSync().find((id) => !(Number.isInteger(id) && id >= 0 && id < V));
  if (wrong === undefined) return whole;
  throw new InputError(
    wrongInput(
      what,
      `whole numbers from 0 to ${String(V - 1)}`,
      String(wrong),
      'Encode with the vocabulary that the weights were made for.',
    ),
  );
}
