import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, relu, shape, type Rng } from '../core/index.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';
import type { RnnParams } from './rnn.js';

const STANDARD_DEVIATION = 0.001;

/**
 * First weights under which a ReLU network only adds up: `wHh` is the identity, so that a state
 * stays as it is until an input changes it, and a gradient comes back from any distance as it was.
 * `wIh` is normal with standard deviation 0.001, bias 0.
 *
 * Source: Le, Jaitly and Hinton 2015, "A simple way to initialize recurrent networks of rectified
 * linear units", arXiv 1504.00941.
 */
export function initIdentityRnn({ inputSize, hiddenSize }: RecurrentConfig, rng: Rng): RnnParams {
  return {
    wIh: rng.normalTensor<tf.Rank.R2>([inputSize, hiddenSize], STANDARD_DEVIATION),
    wHh: tf.eye(hiddenSize),
    b: tf.zeros<tf.Rank.R1>([hiddenSize]),
  };
}

/**
 * One step of a recurrent network without an upper bound: maps (x, h) to the next h.
 *
 *   h' = relu(x wIh + h wHh + b)
 *
 * Source: Le, Jaitly and Hinton 2015, arXiv 1504.00941, where `initIdentityRnn` begins.
 *
 * @param p weights `wIh` [I, U], `wHh` [U, U] and bias `b` [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, at least 0, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function reluRnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  const { B } = shape('B I', x, 'reluRnnCell x', { I: p.wIh.shape[0] });
  shape('B U', h, 'reluRnnCell h', { B, U: p.wHh.shape[0] });
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  return relu(add(add(fromInput, fromState), p.b));
}

/** The ReLU network that begins with the identity, as a layer. */
export const identityRnn = recurrent({ init: initIdentityRnn, cell: reluRnnCell });
