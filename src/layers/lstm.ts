import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  concat,
  einsum,
  log,
  mul,
  neg,
  rsub,
  shape,
  sigmoid,
  split,
  square,
  stack,
  sum,
  tanh,
  tidy,
  unstack,
} from '../core/index.js';
import type { Rng } from '../core/index.js';
import {
  stepByStep,
  withEncode,
  type Recurrent,
  type RecurrentConfig,
  type Step,
} from './recurrent.js';

/**
 * Weights of an LSTM layer of U units that reads I numbers per step; gates packed i, f, g, o, so
 * G = 4 U.
 */
export type LstmParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** [G] */
  readonly b: tf.Tensor1D;
};

/** What an LSTM hands from step to step. */
export type LstmState = {
  /** What it puts out, in (-1, 1), [B, U]. */
  readonly h: tf.Tensor2D;
  /** The cells: what it keeps to itself, of any size, [B, U]. */
  readonly c: tf.Tensor2D;
};

/** What `lstmCellBackward` returns: one gradient for each thing that `lstmCell` was given. */
export type LstmCellGradients = {
  /** [I, G] */
  readonly dwIh: tf.Tensor2D;
  /** [U, G] */
  readonly dwHh: tf.Tensor2D;
  /** [G] */
  readonly db: tf.Tensor1D;
  /** [B, I] */
  readonly dx: tf.Tensor2D;
  /** [B, U] */
  readonly dh: tf.Tensor2D;
  /** [B, U] */
  readonly dc: tf.Tensor2D;
};

/** Weights uniform in +-1 / sqrt(U), as PyTorch draws them; bias 0, but 1 for the forget gate. */
export function initLstm({ inputSize, hiddenSize }: RecurrentConfig, rng: Rng): LstmParams {
  const bound = 1 / Math.sqrt(hiddenSize);
  return {
    wIh: rng.uniformTensor<tf.Rank.R2>([inputSize, 4 * hiddenSize], -bound, bound),
    wHh: rng.uniformTensor<tf.Rank.R2>([hiddenSize, 4 * hiddenSize], -bound, bound),
    b: tidy(() => {
      const [zeros, ones] = [tf.zeros<tf.Rank.R1>([hiddenSize]), tf.ones<tf.Rank.R1>([hiddenSize])];
      return concat([zeros, ones, zeros, zeros]);
    }),
  };
}

/**
 * Opens the forget gates so far that a cell forgets by the clock: as long as input and state say
 * nothing, and nothing comes in, half of what it holds is left after its half-life. All other
 * biases stay as they are.
 *
 *   sigmoid(bf[u]) ^ halfLives[u] = 1 / 2
 *
 * A half-life of 1 step is a bias of 0; a bias of 1, with which Keras begins, is a half-life of 2.2
 * steps.
 *
 * Source: Gers, Schmidhuber and Cummins 2000, "Learning to forget"; Jozefowicz, Zaremba and
 * Sutskever 2015 begin with 1 for all; Tallec and Ollivier 2018, "Can recurrent neural networks
 * warp time?", give each unit a time of its own. Variant: they also set the input gates to the
 * negative; here those stay.
 *
 * @param b bias of a layer, gates packed i, f, g, o, [G] = [4 U]
 * @param halfLives of each unit's cell, in steps, above 0, [U]
 * @returns the bias with other forget gates, [G]
 * @throws ShapeError if there are not four biases for each half-life
 */
export function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
  const { U } = shape('U', halfLives, 'forgetBias halfLives');
  shape('G', b, 'forgetBias b', { G: 4 * U });
  const [bi, , bg, bo] = split(b, 4); // each [U]
  const rate = tf.div<tf.Tensor1D>(Math.LN2, halfLives); // f = e ^ -rate
  const bf = neg(log(tf.expm1<tf.Tensor1D>(rate))); // e ^ bf = f / (1 - f) = 1 / (e ^ rate - 1)
  return concat([bi, bf, bg, bo]);
}

/**
 * One LSTM step: maps (x, h, c) to the next h and c.
 *
 *   i  = sigmoid(x Wii + h Whi + bi)   how much of g comes into the cell
 *   f  = sigmoid(x Wif + h Whf + bf)   how much of the cell stays
 *   g  = tanh(x Wig + h Whg + bg)      what could come in
 *   o  = sigmoid(x Wio + h Who + bo)   how much of the cell is shown
 *   c' = f * c + i * g
 *   h' = o * tanh(c')
 *
 * Source: Hochreiter and Schmidhuber 1997; the forget gate is of Gers, Schmidhuber and Cummins
 * 2000. Variant: no peepholes; one bias (PyTorch has two, which only ever appear as their sum).
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and bias `b` [G], gates packed i, f, g, o, so G = 4 U
 * @param x input at this step, [B, I]
 * @param state before this step: `h` and `c`, [B, U] each
 * @returns state after this step: `h` and `c`, [B, U] each
 * @throws ShapeError if x, the state and the weights disagree on B, I or U
 */
export function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
  const { B } = shape('B I', x, 'lstmCell x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', state.h, 'lstmCell state.h', { B, U: p.wHh.shape[0] });
  shape('B U', state.c, 'lstmCell state.c', { B, U });
  const { i, f, g, o } = gates(p, x, state.h);
  const c = add(mul(f, state.c), mul(i, g));
  return { h: mul(o, tanh(c)), c };
}

/**
 * Runs `lstmCell` over a sequence: each step reads its input and the state that the step before
 * left.
 *
 *   (h[t], c[t]) = lstmCell(p, xs[t], (h[t - 1], c[t - 1])),   (h[-1], c[-1]) = start
 *
 * @param p weights, the same at every step: `wIh` [I, G], `wHh` [U, G] and `b` [G]
 * @param xs inputs, [B, T, I]
 * @param start state before the first step: `h` and `c`, [B, U] each
 * @returns `outputs`: h after every step, [B, T, U]; `state`: h and c after the last one, [B, U]
 *   each
 * @throws ShapeError if xs, the state and the weights disagree on B, I or U
 */
export function lstmForward(
  p: LstmParams,
  xs: tf.Tensor3D,
  start: LstmState,
): { readonly outputs: tf.Tensor3D; readonly state: LstmState } {
  const { B } = shape('B T I', xs, 'lstmForward xs', { I: p.wIh.shape[0] });
  const { U } = shape('B U', start.h, 'lstmForward start.h', { B, U: p.wHh.shape[0] });
  shape('B U', start.c, 'lstmForward start.c', { B, U });
  const outputs: tf.Tensor2D[] = [];
  let state = start;
  for (const x of unstack(xs, 1)) {
    state = lstmCell(p, x, state);
    outputs.push(state.h);
  }
  return { outputs: stack(outputs, 1), state };
}

/**
 * Takes gradients back through one `lstmCell` step: from the state after it to all it was made of.
 *
 *   with i, f, g, o and c' as the step made them, and ^T for transposed
 *   dcAll = dcNext + dhNext * o * (1 - tanh(c')^2)   the cell counts by itself and through h'
 *   dai   = dcAll * g * i * (1 - i)                  a being what sigmoid or tanh was given
 *   daf   = dcAll * c * f * (1 - f)
 *   dag   = dcAll * i * (1 - g * g)
 *   dao   = dhNext * tanh(c') * o * (1 - o)
 *   da    = [dai, daf, dag, dao]
 *   dwIh  = x^T da    dwHh = h^T da    db = sum of da over the batch
 *   dx    = da wIh^T  dh   = da wHh^T  dc = dcAll * f
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and bias `b` [G], gates packed i, f, g, o
 * @param x input at this step, [B, I]
 * @param state before this step: `h` and `c`, [B, U] each
 * @param dhNext gradient of the loss with respect to h of `lstmCell(p, x, state)`, [B, U]
 * @param dcNext gradient of the loss with respect to c of it by the step after alone, without the
 *   way through h, [B, U]
 * @returns gradients of the loss: `dwIh` [I, G], `dwHh` [U, G], `db` [G], `dx` [B, I], `dh` and
 *   `dc` [B, U]
 * @throws ShapeError if the tensors disagree on B, I or U
 */
export function lstmCellBackward(
  p: LstmParams,
  x: tf.Tensor2D,
  state: LstmState,
  dhNext: tf.Tensor2D,
  dcNext: tf.Tensor2D,
): LstmCellGradients {
  const { B } = shape('B I', x, 'lstmCellBackward x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', state.h, 'lstmCellBackward state.h', { B, U: p.wHh.shape[0] });
  shape('B U', state.c, 'lstmCellBackward state.c', { B, U });
  shape('B U', dhNext, 'lstmCellBackward dhNext', { B, U });
  shape('B U', dcNext, 'lstmCellBackward dcNext', { B, U });
  const { i, f, g, o } = gates(p, x, state.h);
  const shown = tanh(add(mul(f, state.c), mul(i, g))); // tanh(c')
  const dcAll = add(dcNext, mul(mul(dhNext, o), rsub(1, square(shown))));
  const dai = mul(mul(dcAll, g), mul(i, rsub(1, i)));
  const daf = mul(mul(dcAll, state.c), mul(f, rsub(1, f)));
  const dag = mul(mul(dcAll, i), rsub(1, square(g)));
  const dao = mul(mul(dhNext, shown), mul(o, rsub(1, o)));
  const da = concat([dai, daf, dag, dao], 1); // [B, G]
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', state.h, da),
    db: sum('B G -> G', da),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: einsum('B G, U G -> B U', da, p.wHh),
    dc: mul(dcAll, f),
  };
}

/** The gates of one step and what could come in, each [B, U]. */
function gates(p: LstmParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  const [ai, af, ag, ao] = split(add(add(fromInput, fromState), p.b), 4, 1); // each [B, U]
  return { i: sigmoid(ai), f: sigmoid(af), g: tanh(ag), o: sigmoid(ao) };
}

/** What a layer with the state of an LSTM is made of. */
export interface PartsWithCells<P> {
  readonly init: (config: RecurrentConfig, rng: Rng) => P;
  readonly cell: (p: P, x: tf.Tensor2D, state: LstmState) => LstmState;
  /** The whole-sequence form; default: `cell` at every step. */
  readonly forward?: Recurrent<P, LstmState>['read'];
}

/** Makes a layer of a step that hands on h and c, and puts out h. */
export function layerWithCells<P extends { readonly wHh: tf.Tensor2D }>({
  init,
  cell,
  forward,
}: PartsWithCells<P>): Recurrent<P, LstmState> {
  const step: Step<P, LstmState> = (p, x, before) => {
    const state = cell(p, x, before);
    return { output: state.h, state };
  };
  return withEncode({
    init,
    outputSize: (hiddenSize) => hiddenSize,
    start(p, B) {
      const size: [number, number] = [B, p.wHh.shape[0]];
      return { h: tf.zeros<tf.Rank.R2>(size), c: tf.zeros<tf.Rank.R2>(size) };
    },
    read: forward ?? stepByStep(step),
  });
}

/** What an LSTM layer is made of; each may be someone else's. */
export type LstmParts = Partial<PartsWithCells<LstmParams>>;

/**
 * Makes an LSTM layer: `lstmLayer({ cell })` of one's own cell, `lstmLayer({ init })` with other
 * first weights.
 */
export function lstmLayer(parts: LstmParts = {}): Recurrent<LstmParams, LstmState> {
  return layerWithCells({ init: initLstm, cell: lstmCell, ...parts });
}

/** The long short-term memory as a layer. */
export const lstm = lstmLayer({ forward: lstmForward });
