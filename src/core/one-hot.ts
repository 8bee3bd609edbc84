import * as tf from '@tensorflow/tfjs-core';
import type { OneMore } from './axes.js';
import { InputError, wrongInput } from './errors.js';

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
  checkedIds(ids, V, what);
  return hotRows(ids, V);
}

/** Rows that are 1 at their id, of ids that are known to be in [0, V). */
export function hotRows<R extends tf.Rank>(ids: tf.Tensor<R>, V: number): tf.Tensor<OneMore[R]> {
  // tf.oneHot refuses a single class, and its float32 rows are wrong on the wasm backend.
  const rows =
    V === 1 ? tf.ones([...ids.shape, 1]) : tf.cast(tf.oneHot(tf.cast(ids, 'int32'), V), 'float32');
  return rows as tf.Tensor<OneMore[R]>;
}

/**
 * The ids as numbers.
 *
 * @throws InputError if one is not a whole number in [0, V)
 */
export function checkedIds(ids: tf.Tensor, V: number, what: string): ArrayLike<number> {
  const values = ids.dataSync();
  for (const id of values)
    if (!(Number.isInteger(id) && id >= 0 && id < V))
      throw new InputError(
        wrongInput(
          what,
          `whole numbers from 0 to ${String(V - 1)}`,
          String(id),
          'Encode with the vocabulary that the weights were made for.',
        ),
      );
  return values;
}
