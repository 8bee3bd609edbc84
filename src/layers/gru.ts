import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  concat,
  einsum,
  mul,
  rsub,
  shape,
  sigmoid,
  split,
  square,
  stack,
  sub,
  sum,
  tanh,
  unstack,
} from '../core/index.js';
import type { Rng } from '../core/index.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';

/**
 * Weights of a gated recurrent layer of U units that reads I numbers per step; gates packed r, z,
 * n, so G = 3 U.
 */
export type GruParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** Bias of the part from the input, [G]. */
  readonly bIh: tf.Tensor1D;
  /** Bias of the part from the state, [G]: n's share of it stands inside r. */
  readonly bHh: tf.Tensor1D;
};

/** What `gruCellBackward` returns: one gradient for each thing that `gruCell` was given. */
export type GruCellGradients = {
  /** [I, G] */
  readonly dwIh: tf.Tensor2D;
  /** [U, G] */
  readonly dwHh: tf.Tensor2D;
  /** [G] */
  readonly dbIh: tf.Tensor1D;
  /** [G] */
  readonly dbHh: tf.Tensor1D;
  /** [B, I] */
  readonly dx: tf.Tensor2D;
  /** [B, U] */
  readonly dh: tf.Tensor2D;
};

/** Weights uniform in +-1 / sqrt(U), as PyTorch draws them; biases 0. */
export function initGru({ inputSize, hiddenSize }: RecurrentConfig, rng: Rng): GruParams {
  const bound = 1 / Math.sqrt(hiddenSize);
  return {
    wIh: rng.uniformTensor<tf.Rank.R2>([inputSize, 3 * hiddenSize], -bound, bound),
    wHh: rng.uniformTensor<tf.Rank.R2>([hiddenSize, 3 * hiddenSize], -bound, bound),
    bIh: tf.zeros<tf.Rank.R1>([3 * hiddenSize]),
    bHh: tf.zeros<tf.Rank.R1>([3 * hiddenSize]),
  };
}

/**
 * One GRU step: maps (x, h) to the next h.
 *
 *   r  = sigmoid(x Wir + bir + h Whr + bhr)      how much of the old state the proposal sees
 *   z  = sigmoid(x Wiz + biz + h Whz + bhz)      how much of the old state stays
 *   n  = tanh(x Win + bin + r * (h Whn + bhn))   the proposal
 *   h' = (1 - z) * n + z * h
 *
 * Source: Cho et al. 2014, arXiv 1406.1078. Variant: reset after the matmul, z keeps the old state
 * (PyTorch, which keeps the matrices transposed); the paper resets before the matmul, as
 * `gruCellResetBefore` does.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and biases `bIh`, `bHh` [G], gates packed r, z, n, so
 *   G = 3 U
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  const { B } = shape('B I', x, 'gruCell x', { I: p.wIh.shape[0] });
  shape('B U', h, 'gruCell h', { B, U: p.wHh.shape[0] });
  const { z, n } = gates(p, x, h);
  return add(n, mul(z, sub(h, n))); // (1 - z) n + z h
}

/**
 * Runs `gruCell` over a sequence: each step reads its input and the state that the step before
 * left.
 *
 *   h[t] = gruCell(p, xs[t], h[t - 1]),   h[-1] = h0
 *
 * @param p weights, the same at every step: `wIh` [I, G], `wHh` [U, G], `bIh` and `bHh` [G]
 * @param xs inputs, [B, T, I]
 * @param h0 state before the first step, [B, U]
 * @returns the state after every step, [B, T, U]
 * @throws ShapeError if xs, h0 and the weights disagree on B, I or U
 */
export function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
  const { B } = shape('B T I', xs, 'gruForward xs', { I: p.wIh.shape[0] });
  shape('B U', h0, 'gruForward h0', { B, U: p.wHh.shape[0] });
  const states: tf.Tensor2D[] = [];
  let h = h0;
  for (const x of unstack(xs, 1)) {
    h = gruCell(p, x, h);
    states.push(h);
  }
  return stack(states, 1);
}

/**
 * Takes a gradient back through one `gruCell` step: from the state after it to all it was made of.
 *
 *   r, z, n as the step made them, hn = h Whn + bhn being what r multiplies
 *   dz   = dhNext * (h - n)     through h' = n + z (h - n)
 *   dn   = dhNext * (1 - z)
 *   dan  = dn * (1 - n * n)     a being what tanh or sigmoid was given
 *   daz  = dz * z * (1 - z)
 *   dar  = dan * hn * r * (1 - r)
 *   da   = [dar, daz, dan]      the gradient of x wIh + bIh
 *   dc   = [dar, daz, dan * r]  the gradient of h wHh + bHh
 *   dwIh = x' da    dbIh = sum of da over the batch    dx = da wIh'    ' being transposed
 *   dwHh = h' dc    dbHh = sum of dc over the batch    dh = dhNext * z + dc wHh'
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and biases `bIh`, `bHh` [G], gates packed r, z, n
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @param dhNext gradient of the loss with respect to `gruCell(p, x, h)`, [B, U]
 * @returns gradients of the loss: `dwIh` [I, G], `dwHh` [U, G], `dbIh` and `dbHh` [G], `dx` [B, I],
 *   `dh` [B, U]
 * @throws ShapeError if the tensors disagree on B, I or U
 */
export function gruCellBackward(
  p: GruParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  dhNext: tf.Tensor2D,
): GruCellGradients {
  const { B } = shape('B I', x, 'gruCellBackward x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', h, 'gruCellBackward h', { B, U: p.wHh.shape[0] });
  shape('B U', dhNext, 'gruCellBackward dhNext', { B, U });
  const { r, z, n, hn } = gates(p, x, h);
  const dan = mul(mul(dhNext, rsub(1, z)), rsub(1, square(n)));
  const daz = mul(mul(dhNext, sub(h, n)), mul(z, rsub(1, z)));
  const dar = mul(mul(dan, hn), mul(r, rsub(1, r)));
  const da = concat([dar, daz, dan], 1); // [B, G]
  const dc = concat([dar, daz, mul(dan, r)], 1); // [B, G]
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', h, dc),
    dbIh: sum('B G -> G', da),
    dbHh: sum('B G -> G', dc),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: add(mul(dhNext, z), einsum('B G, U G -> B U', dc, p.wHh)),
  };
}

/**
 * What the gates do at every step, to be looked at: r near 0 hides the old state from the proposal
 * n, z near 1 keeps it.
 *
 * @param p weights of the layer
 * @param xs inputs, [B, T, I]
 * @param h0 state before the first step, [B, U]
 * @returns r and z in (0, 1), n in (-1, 1), each [B, T, U]
 * @throws ShapeError if xs, h0 and the weights disagree on B, I or U
 */
export function gruGates(
  p: GruParams,
  xs: tf.Tensor3D,
  h0: tf.Tensor2D,
): { readonly r: tf.Tensor3D; readonly z: tf.Tensor3D; readonly n: tf.Tensor3D } {
  const before = unstack(gruForward(p, xs, h0), 1);
  const steps = unstack(xs, 1).map((x, t) => gates(p, x, before[t - 1] ?? h0));
  const all = (gate: 'r' | 'z' | 'n') =>
    stack(
      steps.map((step) => step[gate]),
      1,
    );
  return { r: all('r'), z: all('z'), n: all('n') };
}

/** The gates of one step, the proposal n, and what r multiplies in it, each [B, U]. */
function gates(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1); // each [B, U]
  const [hr, hz, hn] = split(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh), 3, 1); // each [B, U]
  const r = sigmoid(add(xr, hr));
  const z = sigmoid(add(xz, hz));
  const n = tanh(add(xn, mul(r, hn)));
  return { r, z, n, hn };
}

/** The gated recurrent unit as a layer. */
export const gru = recurrent({ init: initGru, cell: gruCell, forward: gruForward });
