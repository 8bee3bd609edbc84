import * as tf from '@tensorflow/tfjs-core';
import type { OneMore } from './axes.js';
import { customGradient } from './custom-gradient.js';
import { hasNativeOps } from './native-op.js';
import { checkedIds } from './one-hot.js';
import { shape } from './shape.js';

/**
 * Rows of a table by id: [V, D] and ids of any shape give [..., D].
 *
 * The gradient adds up, for every row, what came back to each place that used it. It is written out
 * here because the wasm backend has no gradient for `tf.gather`.
 *
 * @param table one row per token, [V, D]
 * @param ids int32 ids in [0, V)
 * @param what function and argument, for the message
 * @returns the rows, with one more axis than `ids`
 * @throws InputError if an id is outside the table
 */
export function lookup<R extends tf.Rank>(
  table: tf.Tensor2D,
  ids: tf.Tensor<R>,
  what = 'lookup ids',
): tf.Tensor<OneMore[R]> {
  const { V, D } = shape('V D', table, 'lookup table');
  const places = tf.reshape<tf.Rank.R1>(checkedIds(ids, V, what), [ids.size]);
  const sizes: number[] = [...ids.shape, D];
  return tf.reshape(gathered(table, places), sizes as tf.ShapeMap[OneMore[R]]);
}

/** Row `ids[i]` of the table as row i; its gradient can be differentiated too. */
function gathered(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return customGradient(
    table,
    () => ({ value: tf.gather(table, ids), kept: { ids } }),
    (dRows, kept) => scattered(dRows, kept.ids, table.shape[0]),
  );
}

/** Adds row i to row `ids[i]` of a table of zeros. */
function scattered(rows: tf.Tensor2D, ids: tf.Tensor1D, V: number): tf.Tensor2D {
  return customGradient(
    rows,
    () => ({ value: addRows(rows, ids, V), kept: { ids } }),
    (dTable, kept) => gathered(dTable, kept.ids),
  );
}

function addRows(rows: tf.Tensor2D, ids: tf.Tensor1D, V: number): tf.Tensor2D {
  // wasm has no such operation, and that of plain JavaScript takes V times as long.
  if (hasNativeOps()) return tf.unsortedSegmentSum(rows, ids, V);
  const D = rows.shape[1];
  const [values, places] = [rows.dataSync(), ids.dataSync()];
  const table = new Float32Array(V * D);
  for (let i = 0; i < places.length; i++) {
    const row = (places[i] ?? 0) * D;
    for (let d = 0; d < D; d++) table[row + d] = (table[row + d] ?? 0) + (values[i * D + d] ?? 0);
  }
  return tf.tensor2d(table, [V, D], 'float32');
}
