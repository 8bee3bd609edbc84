import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, mul, rsub, shape, square, stack, sum, tanh, unstack } from '../core/index.js';
import type { Rng } from '../core/index.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';

/** Weights of a simple recurrent layer of U units that reads I numbers per step. */
export type RnnParams = {
  /** Input to hidden, [I, U]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to hidden, [U, U]: row u is what unit u sends to each unit of the next step. */
  readonly wHh: tf.Tensor2D;
  /** [U] */
  readonly b: tf.Tensor1D;
};

/** What `rnnCellBackward` returns: one gradient for each thing that `rnnCell` was given. */
export type RnnCellGradients = {
  /** [I, U] */
  readonly dwIh: tf.Tensor2D;
  /** [U, U] */
  readonly dwHh: tf.Tensor2D;
  /** [U] */
  readonly db: tf.Tensor1D;
  /** [B, I] */
  readonly dx: tf.Tensor2D;
  /** [B, U] */
  readonly dh: tf.Tensor2D;
};

/** What `rnnBackward` returns: one gradient for each thing that `rnnForward` was given. */
export type RnnGradients = {
  /** [I, U] */
  readonly dwIh: tf.Tensor2D;
  /** [U, U] */
  readonly dwHh: tf.Tensor2D;
  /** [U] */
  readonly db: tf.Tensor1D;
  /** [B, T, I] */
  readonly dxs: tf.Tensor3D;
  /** [B, U] */
  readonly dh0: tf.Tensor2D;
};

/** Weights uniform in +-1 / sqrt(U), as PyTorch draws them; bias 0. */
export function initRnn({ inputSize, hiddenSize }: RecurrentConfig, rng: Rng): RnnParams {
  const bound = 1 / Math.sqrt(hiddenSize);
  return {
    wIh: rng.uniformTensor<tf.Rank.R2>([inputSize, hiddenSize], -bound, bound),
    wHh: rng.uniformTensor<tf.Rank.R2>([hiddenSize, hiddenSize], -bound, bound),
    b: tf.zeros<tf.Rank.R1>([hiddenSize]),
  };
}

/**
 * One step of a simple recurrent network: maps (x, h) to the next h.
 *
 *   h' = tanh(x wIh + h wHh + b)
 *
 * Source: Elman 1990, "Finding structure in time". Variant: one bias (PyTorch has two, which only
 * ever appear as their sum).
 *
 * @param p weights `wIh` [I, U], `wHh` [U, U] and bias `b` [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  const { B } = shape('B I', x, 'rnnCell x', { I: p.wIh.shape[0] });
  shape('B U', h, 'rnnCell h', { B, U: p.wHh.shape[0] });
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  return tanh(add(add(fromInput, fromState), p.b));
}

/**
 * Runs `rnnCell` over a sequence: each step reads its input and the state that the step before
 * left.
 *
 *   h[t] = rnnCell(p, xs[t], h[t - 1]),   h[-1] = h0
 *
 * @param p weights, the same at every step
 * @param xs inputs, [B, T, I]
 * @param h0 state before the first step, [B, U]
 * @returns the state after every step, [B, T, U]
 * @throws ShapeError if xs, h0 and the weights disagree on B, I or U
 */
export function rnnForward(p: RnnParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
  const { B } = shape('B T I', xs, 'rnnForward xs', { I: p.wIh.shape[0] });
  shape('B U', h0, 'rnnForward h0', { B, U: p.wHh.shape[0] });
  const states: tf.Tensor2D[] = [];
  let h = h0;
  for (const x of unstack(xs, 1)) {
    h = rnnCell(p, x, h);
    states.push(h);
  }
  return stack(states, 1);
}

/**
 * Takes a gradient back through one `rnnCell` step: from the state after it to all it was made of.
 *
 *   da   = dhNext * (1 - hNext * hNext)      a being what tanh was given
 *   dwIh = x' da     dwHh = h' da     db = sum of da over the batch
 *   dx   = da wIh'   dh   = da wHh'          ' being transposed
 *
 * @param p weights `wIh` [I, U], `wHh` [U, U] and bias `b` [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @param hNext state after this step, as `rnnCell(p, x, h)` gave it, [B, U]
 * @param dhNext gradient of the loss with respect to hNext, [B, U]
 * @returns gradients of the loss: `dwIh` [I, U], `dwHh` [U, U], `db` [U], `dx` [B, I], `dh` [B, U]
 * @throws ShapeError if the tensors disagree on B, I or U
 */
export function rnnCellBackward(
  p: RnnParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  hNext: tf.Tensor2D,
  dhNext: tf.Tensor2D,
): RnnCellGradients {
  const { B } = shape('B I', x, 'rnnCellBackward x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', h, 'rnnCellBackward h', { B });
  shape('B U', hNext, 'rnnCellBackward hNext', { B, U });
  shape('B U', dhNext, 'rnnCellBackward dhNext', { B, U });
  const da = mul(dhNext, rsub(1, square(hNext))); // [B, U]
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', h, da),
    db: sum('B G -> G', da),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: einsum('B G, U G -> B U', da, p.wHh),
  };
}

/**
 * Takes gradients back through a whole `rnnForward`, from the states to all they were made of
 * (backpropagation through time). `dStates[b, t]` is what the loss has to say of state t by itself,
 * as if no later step had read it; what the later steps have to say is for this function to find.
 * {@link stepAt} takes one step out of a sequence.
 *
 *   dhNext[t] = dStates[t] + dh[t + 1]                         dh after the last step is 0
 *   dwIh[t], dwHh[t], db[t], dx[t], dh[t]
 *        = rnnCellBackward(p, xs[t], states[t - 1], states[t], dhNext[t])
 *   dwIh = sum of dwIh[t] over the steps, and so dwHh, db      dxs = all dx[t]     dh0 = dh[0]
 *
 * Source: Werbos 1990, "Backpropagation through time: what it does and how to do it".
 *
 * @param p weights, the same at every step: `wIh` [I, U], `wHh` [U, U] and bias `b` [U]
 * @param xs inputs, [B, T, I]
 * @param h0 state before the first step, [B, U]
 * @param states state after every step, as `rnnForward(p, xs, h0)` gave it, [B, T, U]
 * @param dStates gradient that arrives at every state from outside, [B, T, U]
 * @returns gradients of the loss: `dwIh` [I, U], `dwHh` [U, U], `db` [U], `dxs` [B, T, I], `dh0`
 *   [B, U]
 * @throws ShapeError if the tensors disagree on B, T, I or U
 */
export function rnnBackward(
  p: RnnParams,
  xs: tf.Tensor3D,
  h0: tf.Tensor2D,
  states: tf.Tensor3D,
  dStates: tf.Tensor3D,
): RnnGradients {
  const { B, T } = shape('B T I', xs, 'rnnBackward xs', { I: p.wIh.shape[0] });
  const { U } = shape('B U', h0, 'rnnBackward h0', { B });
  shape('B T U', states, 'rnnBackward states', { B, T, U });
  shape('B T U', dStates, 'rnnBackward dStates', { B, T, U });
  const steps: RnnCellGradients[] = [];
  let dh: tf.Tensor2D = tf.zeros([B, U]);
  for (let t = T - 1; t >= 0; t--) {
    const h = t === 0 ? h0 : stepAt(states, t - 1);
    const dhNext = add(stepAt(dStates, t), dh);
    const step = rnnCellBackward(p, stepAt(xs, t), h, stepAt(states, t), dhNext);
    dh = step.dh;
    steps.unshift(step);
  }
  return {
    dwIh: sum('T I U -> I U', stack(steps.map(({ dwIh }) => dwIh))),
    dwHh: sum('T U G -> U G', stack(steps.map(({ dwHh }) => dwHh))),
    db: sum('T U -> U', stack(steps.map(({ db }) => db))),
    dxs: stack(
      steps.map(({ dx }) => dx),
      1,
    ),
    dh0: dh,
  };
}

/** Step t of a sequence [B, T, D], counted from 0: [B, D]. */
function stepAt(sequence: tf.Tensor3D, t: number): tf.Tensor2D {
  const [B, , D] = sequence.shape;
  return tf.reshape(tf.slice(sequence, [0, t, 0], [B, 1, D]), [B, D]);
}

/** The simple recurrent network as a layer. */
export const rnn = recurrent({ init: initRnn, cell: rnnCell, forward: rnnForward });
