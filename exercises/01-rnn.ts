// Your exercise file of lesson 01-rnn, "A network that reads in order".
// Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.
// Lines with @throws say what the library does with wrong input; that is not graded.
// To check one: await check('ngram-probability') in the notebook, or ./unroll check ngram-probability. For a hint: ./unroll hint ngram-probability.
// Made by 'npm run lessons', which leaves this file alone as soon as you have changed it.
// [made 36451f737823fe2e]

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  Unsolved,
  add,
  div,
  einsum,
  flattenParams,
  isRecording,
  logSoftmax,
  mapParams,
  masked,
  mean,
  mul,
  neg,
  pick,
  rearrange,
  rsub,
  shape,
  softmax,
  sqrt,
  square,
  stack,
  sum,
  tanh,
  unstack,
  wrongInput,
  type Params,
} from '../src/core/index.js';

/** How often each token followed each context: all that an n-gram model learns. */
export interface NgramCounts {
  /** The n of n-gram, from 1: a token is judged by the n - 1 before it. */
  readonly order: number;
  /** Number of ids, V: each of 0 ... V - 1 can be next. */
  readonly vocabularySize: number;
  /**
   * `followers['5 7'][2]` says how often 2 came right after 5 and 7. A context is the ids of n - 1
   * tokens, the oldest first, with spaces between, and '' where n is 1. What never occurred is
   * missing.
   */
  readonly followers: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

/**
 * Probability of the next token by what followed the same context in the text, as if every token
 * had followed it k more times. So what was never seen is unlikely and not impossible.
 *
 *   p = (count of next after the context + k) / (count of all tokens after the context + k V)
 *
 * The context is the last n - 1 tokens before. Where a line has fewer, id 0 stands for those that
 * are missing at its front.
 *
 * Source: Lidstone 1920; with k = 1, Laplace. Variant: no back-off to shorter contexts.
 *
 * @param counts what was counted, with n as `order` and V as `vocabularySize`
 * @param before ids of all tokens so far in the line, the oldest first
 * @param next id whose probability is asked
 * @param k how often each token is thought to have been seen besides, above 0
 * @returns probability in (0, 1); over all V ids they sum to 1
 * @throws InputError if k is not above 0, or next is no id
 *
 * Graded: values on 12 inputs; values at the start of a line and without a context; the laws "over
 * all tokens it sums to 1" and "what lies before the context changes nothing".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function ngramProbability(
  counts: NgramCounts,
  before: readonly number[],
  next: number,
  k: number,
): number {
  throw new Unsolved('ngram-probability');
}

/** Weights of a simple recurrent layer of U units that reads I numbers per step. */
export type RnnParams = {
  /** Input to hidden, [I, U]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to hidden, [U, U]: row u is what unit u sends to each unit of the next step. */
  readonly wHh: tf.Tensor2D;
  /** [U] */
  readonly b: tf.Tensor1D;
};

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
 *
 * Graded: values on 8 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.b, x and
 * h; the law "lines of a batch do not touch each other".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: tf.layers and tf.basicLSTMCell; the functions of other tasks (this one is graded
 * without them).
 */
export function rnnCell(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  throw new Unsolved('rnn-cell');
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
 *
 * Graded: values on 7 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.b, xs
 * and h0; the laws "in two parts as in one" and "the future does not change the past".
 * May call: tfjs, src/core, rnnCell (task rnn-cell) and the functions of lesson 00.
 * May not call: tf.layers; the functions of other tasks (this one is graded without them).
 */
export function rnnForward(p: RnnParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
  throw new Unsolved('rnn-forward');
}

/** How a batch of lines is cut. */
export interface BatchLinesOptions {
  /**
   * At most so many time steps; what a longer line has beyond them is cut off. Default: no limit.
   */
  readonly maxLength?: number;
}

/** Inputs and targets of a language model, line by line; id 0 is padding. */
export interface LineBatch {
  /** Tokens that the model reads, int32, [B, T]. */
  readonly inputs: tf.Tensor2D;
  /** The token that follows each input, int32, [B, T]. */
  readonly targets: tf.Tensor2D;
  /** 1 where there is a target to predict, 0 where there is padding, float32, [B, T]. */
  readonly mask: tf.Tensor2D;
}

/**
 * Makes a batch for a language model: at each step it reads one token of a line and is asked for
 * the next.
 *
 *   inputs[b, t]  = lines[b][t]        for t < length of line b - 1
 *   targets[b, t] = lines[b][t + 1]    for t < length of line b - 1
 *   mask[b, t]    = 1 where targets[b, t] is a token, 0 where it is padding (id 0)
 *
 * Everything else is 0. The last token of a line has nothing after it, so it is a target and never
 * an input. T is the length of the longest line - 1, and at most maxLength. A line of one token or
 * none gives a row of padding, so that row b is always line b.
 *
 *   batchLines([[5, 6, 7], [8, 9]])
 *     inputs [[5, 6], [8, 0]]   targets [[6, 7], [9, 0]]   mask [[1, 1], [1, 0]]
 *
 * @param lines token ids of each line, without padding
 * @param options.maxLength most time steps, a whole number from 1
 * @returns inputs, targets, mask, each [B, T], B = number of lines
 * @throws InputError if no line has two tokens, or maxLength is not a whole number from 1
 *
 * Graded: values on lines; values on lines to be cut or with nothing to predict; the laws "what
 * follows an input is its target" and "as many ones in the mask as tokens to predict".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function batchLines(
  lines: readonly (readonly number[])[],
  options: BatchLinesOptions = {},
): LineBatch {
  throw new Unsolved('batch-lines');
}

/**
 * How surprised a language model is by the right next tokens, averaged over the real ones.
 *
 * @param logits scores, one per token of the vocabulary, [B, T, V]
 * @param targets the right token at each place, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns mean surprise in nats per real token
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if a target is no token, or if no target is real
 *
 * Graded: values on 12 inputs; its gradient, taken by tfjs, with respect to logits; the laws
 * "padding changes nothing" and "knowing nothing costs log V". What the given code does right
 * already earns no points.
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: tf.losses; the functions of other tasks (this one is graded without them).
 */
export function sequenceLoss(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  shape('B T V', logits, 'sequenceLoss logits');
  const logp = logSoftmax(logits);
  const nats = neg(pick('B T V, B T -> B T', logp, targets));
  return mean('B T -> ', mul(nats, mask));
}

/**
 * How likely a language model holds each line as a whole, so that lines can be ranked: the sum of
 * the log-probabilities of its real tokens. A product of as many probabilities would be too small
 * for a float; their logarithms add up.
 *
 *   logp[b] = sum over t of mask[b, t] * logSoftmax(logits)[b, t, targets[b, t]]
 *
 * @param logits scores, one per token of the vocabulary, [B, T, V]
 * @param targets the right token at each place, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns log-probability of each line in nats, at most 0; 0 for a line of padding alone, [B]
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if a target is no token
 *
 * Graded: values on 13 inputs; its gradient, taken by tfjs, with respect to logits; the laws "the
 * parts of a line add up to the line" and "a line of 500 tokens has one too".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: tf.losses; the functions of other tasks (this one is graded without them).
 */
export function sequenceLogProbability(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Tensor1D {
  throw new Unsolved('sequence-log-probability');
}

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

/**
 * Takes a gradient back through one `rnnCell` step: from the state after it to all it was made of.
 *
 * @param p weights `wIh` [I, U], `wHh` [U, U] and bias `b` [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @param hNext state after this step, as `rnnCell(p, x, h)` gave it, [B, U]
 * @param dhNext gradient of the loss with respect to hNext, [B, U]
 * @returns gradients of the loss: `dwIh` [I, U], `dwHh` [U, U], `db` [U], `dx` [B, I], `dh` [B, U]
 * @throws ShapeError if the tensors disagree on B, I or U
 *
 * Graded: gradients by hand on 9 inputs; the laws "the same line twice, twice the gradient" and "a
 * unit at its limit lets nothing through".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks (this one is graded without them).
 */
export function rnnCellBackward(
  p: RnnParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  hNext: tf.Tensor2D,
  dhNext: tf.Tensor2D,
): RnnCellGradients {
  throw new Unsolved('rnn-cell-backward');
}

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

/** Step t of a sequence [B, T, D], counted from 0: [B, D]. */
function stepAt(sequence: tf.Tensor3D, t: number): tf.Tensor2D {
  const [B, , D] = sequence.shape;
  return tf.reshape(tf.slice(sequence, [0, t, 0], [B, 1, D]), [B, D]);
}

/**
 * Takes gradients back through a whole `rnnForward`, from the states to all they were made of
 * (backpropagation through time). `dStates[b, t]` is what the loss has to say of state t by itself,
 * as if no later step had read it; what the later steps have to say is for this function to find.
 * {@link stepAt} takes one step out of a sequence.
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
 *
 * Graded: gradients by hand on 10 inputs; the laws "in two parts as in one" and "a state knows
 * nothing of later inputs".
 * May call: tfjs, src/core, rnnCellBackward (task rnn-cell-backward) and the functions of lesson
 * 00.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks (this one is graded without them).
 */
export function rnnBackward(
  p: RnnParams,
  xs: tf.Tensor3D,
  h0: tf.Tensor2D,
  states: tf.Tensor3D,
  dStates: tf.Tensor3D,
): RnnGradients {
  throw new Unsolved('rnn-backward');
}

/**
 * Shortens the gradients if together they are longer than a limit. They keep their direction: all
 * are made smaller by one and the same factor, and gradients within the limit stay as they are.
 *
 *   g'   = g * limit / max(norm, limit)
 *   norm = sqrt(sum over all entries g of all tensors of g * g)
 *
 * Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural
 * networks", algorithm 1. Variant: PyTorch's `clip_grad_norm_` adds 1e-6 to the
 * norm, and an answer that does so is right too.
 *
 * @param gradients a tensor, or a tree of them: records and lists, as `flattenParams` and
 *   `mapParams` take it
 * @param limit longest norm that is left as it is, above 0
 * @returns a tree of the same form whose norm is at most the limit
 * @throws InputError if the limit is not above 0
 *
 * Graded: values on 10 inputs; short gradients stay as they are, beside long ones; trees of other
 * forms; the law "the direction stays, the length is the limit".
 * Also accepted: 1e-6 added to the norm, as PyTorch does.
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
  throw new Unsolved('clip-by-global-norm');
}

/**
 * Draws the next token: the first one at which the running sum of probabilities exceeds u.
 *
 *   p  = softmax(logits / temperature)
 *   id = the smallest i with p[0] + ... + p[i] > u
 *
 * @param logits scores, one per token of the vocabulary, [V]
 * @param temperature above 0: 1 draws as the model believes, less favours what is likely, more
 *   evens out
 * @param u the chance in the draw, uniform in [0, 1)
 * @returns id of the drawn token, in [0, V)
 * @throws InputError if temperature or u is outside its range, or a score is not a number
 *
 * Graded: values on draws at several temperatures; values at the boundaries; the laws "adding 10 to
 * every score changes nothing", "each token as often as its probability says, in 40 draws" and "the
 * largest draw gives a token too".
 * May call: tfjs, src/core and the functions of lesson 00.
 * May not call: tf.multinomial; the functions of other tasks (this one is graded without them).
 */
export function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
  throw new Unsolved('sample-next');
}
