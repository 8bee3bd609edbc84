import * as tf from '@tensorflow/tfjs-core';
import { einsum, max, mul, shape, stack, unstack } from '../core/index.js';

/** One step of a recurrent layer: maps (x [B, I], h [B, U]) to the next h [B, U]. */
export type Cell<P> = (p: P, x: tf.Tensor2D, h: tf.Tensor2D) => tf.Tensor2D;

/** A recurrent layer over whole sequences: maps (xs [B, T, I], h0 [B, U]) to states [B, T, U]. */
export type Forward<P> = (p: P, xs: tf.Tensor3D, h0: tf.Tensor2D) => tf.Tensor3D;

/**
 * Makes the whole-sequence form of any cell.
 *
 *   h[t] = cell(p, xs[t], h[t - 1]),   h[-1] = h0
 *
 * @param cell one step
 * @returns a function of the weights, the inputs [B, T, I] and the first state [B, U] that gives
 *   the state after every step, [B, T, U]
 */
export function scan<P>(cell: Cell<P>): Forward<P> {
  return (p, xs, h0) => {
    const states: tf.Tensor2D[] = [];
    let h = h0;
    for (const x of unstack(xs, 1)) {
      h = cell(p, x, h);
      states.push(h);
    }
    return stack(states, 1);
  };
}

/**
 * Picks the state after each row's last real token, so that padding after it changes nothing.
 *
 *   y[b] = states[b, t] for the last t with mask[b, t] = 1
 *
 * @param states the state after every step, [B, T, U]
 * @param mask 1 at tokens, 0 at padding, [B, T]
 * @returns one state per row, [B, U]; zeros for a row that is all padding
 * @throws ShapeError if states and mask disagree on B or T
 */
export function lastRealState(states: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  const { B, T } = shape('B T U', states, 'lastRealState states');
  shape('B T', mask, 'lastRealState mask', { B, T });
  const places = mul(mask, tf.range(1, T + 1)); // [B, T], 0 at padding
  const isLast = tf.equal<tf.Tensor2D>(places, max('B T -> B 1', places));
  return einsum('B T, B T U -> B U', mul(mask, tf.cast(isLast, 'float32')), states);
}
