import * as tf from '@tensorflow/tfjs-core';
import { add, concat, lookup, max, mul, shape, sub } from '../core/index.js';
import type { Encoder } from './recurrent.js';

/** Weights of a layer that reads both ways. */
export type BidirectionalParams<P> = {
  /** Of the half that reads from left to right. */
  readonly forwards: P;
  /** Of the half that reads from right to left. */
  readonly backwards: P;
};

/**
 * Reads rows both ways with a layer each, so that the output at a step knows what comes before it
 * and what comes after. It can say nothing before a row has ended.
 *
 *   outputs[t] = [forwards(xs)[t], backwards(reversed xs)[n - 1 - t]]   n being the row's tokens
 *   last       = [forwards(xs)[n - 1], backwards(reversed xs)[n - 1]]   it reads token 0 last
 *
 * Source: Schuster and Paliwal 1997, "Bidirectional recurrent neural networks".
 *
 * @param layer what both halves are; each has weights of its own
 */
export function bidirectional<P>(layer: Encoder<P>): Encoder<BidirectionalParams<P>> {
  return {
    init: (config, rng) => ({
      forwards: layer.init(config, rng.split('forwards')),
      backwards: layer.init(config, rng.split('backwards')),
    }),
    outputSize: (hiddenSize) => 2 * layer.outputSize(hiddenSize),
    encode(p, xs, mask) {
      const forwards = layer.encode(p.forwards, xs, mask);
      const backwards = layer.encode(p.backwards, reverseTokens(xs, mask), mask);
      return {
        // [B, T, 2 U] and [B, 2 U]
        outputs: concat([forwards.outputs, reverseTokens(backwards.outputs, mask)], 2),
        last: concat([forwards.last, backwards.last], 1),
      };
    },
  };
}

/**
 * Reverses the tokens of each row and leaves the padding after them in place. Applied twice, it
 * gives the rows back.
 *
 *   y[b, t] = xs[b, n - 1 - t] for t < n, else xs[b, t]   n - 1 being the last with mask 1
 *
 * @param xs rows, [B, T, I]
 * @param mask 1 at tokens, 0 at the padding after them, [B, T]
 * @returns reversed rows, [B, T, I]
 * @throws ShapeError if xs and mask disagree on B or T
 */
export function reverseTokens(xs: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor3D {
  const { B, T, I } = shape('B T I', xs, 'reverseTokens xs');
  shape('B T', mask, 'reverseTokens mask', { B, T });
  const places = tf.range(0, T); // [T]
  const last = sub(max('B T -> B 1', mul(mask, add(places, 1))), 1); // n - 1, [B, 1]
  const isReal = tf.lessEqual<tf.Tensor2D>(places, last);
  const from = tf.where(isReal, sub(last, places), tf.broadcastTo(places, [B, T])); // [B, T]
  const row = tf.reshape<tf.Rank.R2>(mul(tf.range(0, B), T), [B, 1]);
  const rows = tf.reshape<tf.Rank.R2>(xs, [B * T, I]);
  return lookup(rows, tf.cast(add(row, from), 'int32'));
}
