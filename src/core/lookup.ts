import * as tf from '@tensorflow/tfjs-core';
import type { OneMore } from './axes.js';
import { InputError, wrongInput } from './errors.js';

/**
 * Rows of a table by id: [V, D] and ids of any shape give [..., D].
 *
 * The gradient adds up, for every row, what came back to each place that used it. It is written out
 * here because the wasm backend has no gradient for `tf.gather`.
 *
 * @param table one row a token, [V, D]
 * @param ids int32 ids in [0, V)
 * @returns the rows, with one more axis than `ids`
 * @throws InputError if an id is outside the table
 */
export function lookup<R extends tf.Rank>(
  table: tf.Tensor2D,
  ids: tf.Tensor<R>,
): tf.Tensor<OneMore[R]> {
  const [V, D] = table.shape;
  const rows = ids.dataSync();
  for (const id of rows) {
    if (!(id >= 0 && id < V))
      throw new InputError(
        wrongInput(
          'lookup ids',
          `ids from 0 to ${String(V - 1)}`,
          String(id),
          'Encode the text with the vocabulary that the table was made for.',
        ),
      );
  }
  const gather = tf.customGrad((t) => ({
    value: tf.gather(t as tf.Tensor2D, tf.cast(tf.reshape(ids, [rows.length]), 'int32')),
    gradFunc: (dy: tf.Tensor) => addRows(dy.dataSync(), rows, V, D),
  }));
  const shape: number[] = [...ids.shape, D];
  return tf.reshape(gather(table), shape as tf.ShapeMap[OneMore[R]]);
}

/** Adds row i of `dy` to row `ids[i]` of a table of zeros. */
function addRows(dy: ArrayLike<number>, ids: ArrayLike<number>, V: number, D: number): tf.Tensor2D {
  const table = new Float32Array(V * D);
  for (let i = 0; i < ids.length; i++) {
    const row = (ids[i] ?? 0) * D;
    for (let d = 0; d < D; d++) table[row + d] = (table[row + d] ?? 0) + (dy[i * D + d] ?? 0);
  }
  return tf.tensor2d(table, [V, D], 'float32');
}
