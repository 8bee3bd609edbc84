import * as tf from '@tensorflow/tfjs-core';
import { concat, shape } from '../core/index.js';
import { customGradient } from '../core/custom-gradient.js';
import { nativeOp, outputOf } from '../core/native-op.js';
import { initLstm, type LstmParams } from './lstm.js';
import type { Encoder } from './recurrent.js';
import { lastRealState } from './scan.js';

/**
 * The outputs of `lstmForward` from a state of zeros, and their gradients, by one operation each:
 * where layers are small, most of the time of the readable form goes into calls. Only on the native
 * backend.
 *
 * Source: TensorFlow's BlockLSTMV2 and BlockLSTMGradV2, whose gates are packed i, f, g, o as ours
 * are.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and `b` [G]
 * @param xs inputs, [B, T, I]
 * @returns h after every step, [B, T, U]
 * @throws ShapeError if xs and the weights disagree on I
 * @throws InputError on another backend than the native one
 */
export function lstmFused(p: LstmParams, xs: tf.Tensor3D): tf.Tensor3D {
  const { B, T } = shape('B T I', xs, 'lstmFused xs', { I: p.wIh.shape[0] });
  const U = p.wHh.shape[0];
  const peepholes = tf.zeros<tf.Rank.R1>([U]);
  const start = tf.zeros<tf.Rank.R2>([B, U]); // h, and c
  const steps = byTime(xs); // [T, B, I]
  const weights = concat([p.wIh, p.wHh], 0); // [I + U, G]
  const given = [steps, start, start, weights, peepholes, peepholes, peepholes, p.b];
  const outputs = customGradient(
    { steps, weights, b: p.b },
    () => {
      const made = nativeOp(forward, [T, ...given]);
      return { value: outputOf<tf.Rank.R3>(made, 6), kept: [...given, ...made] };
    },
    (dh, kept) => {
      const all = nativeOp(backward, [T, ...kept, tf.zerosLike(dh), dh]);
      return { steps: outputOf(all, 0), weights: outputOf(all, 3), b: outputOf(all, 7) };
    },
  );
  return byTime(outputs); // [B, T, U]
}

const forward = {
  name: 'BlockLSTMV2',
  attributes: { use_peephole: false, cell_clip: -1 },
  outputs: 7,
};
const backward = { name: 'BlockLSTMGradV2', attributes: { use_peephole: false }, outputs: 8 };

/** Exchanges the first two axes: [B, T, I] to [T, B, I], or back. */
function byTime(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [1, 0, 2]);
}

/** The long short-term memory as an encoder of whole rows, by `lstmFused`. */
export const fusedLstm: Encoder<LstmParams> = {
  init: initLstm,
  outputSize: (hiddenSize) => hiddenSize,
  encode(p, xs, mask) {
    const outputs = lstmFused(p, xs);
    return { outputs, last: lastRealState(outputs, mask) };
  },
};
