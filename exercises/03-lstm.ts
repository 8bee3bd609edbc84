// Your exercise file of lesson 03-lstm, "A memory that lasts".
// Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.
// Lines with @throws say what the library does with wrong input; that is not graded.
// To check one: await check('lstm-cell') in the notebook, or ./unroll check lstm-cell. For a hint: ./unroll hint lstm-cell.
// Made by 'npm run lessons', which leaves this file alone as soon as you have changed it.
// [made 702d58255619e1d4]

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  Unsolved,
  add,
  concat,
  div,
  einsum,
  log,
  mean,
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
  unstack,
  wrongInput,
} from '../src/core/index.js';

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
 *
 * Graded: values on 8 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.b, x,
 * state.h and state.c; the laws "with f open and i shut the cells stay as they are" and "lines of a
 * batch do not touch each other".
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: tf.layers, tf.basicLSTMCell and tf.multiRNNCell; the functions of other tasks (this
 * one is graded without them).
 */
export function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
  throw new Unsolved('lstm-cell');
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
 *
 * Graded: values on 7 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.b, xs,
 * start.h and start.c; the laws "in two parts as in one" and "the future does not change the past".
 * May call: tfjs, src/core, lstmCell (task lstm-cell) and the functions of lessons 00, 01 and 02.
 * May not call: tf.layers, tf.basicLSTMCell and tf.multiRNNCell; the functions of other tasks (this
 * one is graded without them).
 */
export function lstmForward(
  p: LstmParams,
  xs: tf.Tensor3D,
  start: LstmState,
): { readonly outputs: tf.Tensor3D; readonly state: LstmState } {
  throw new Unsolved('lstm-forward');
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
 *
 * Graded: values on 9 inputs; the law "after its half-life half is left".
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
  throw new Unsolved('forget-bias');
}

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

/**
 * Takes gradients back through one `lstmCell` step: from the state after it to all it was made of.
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
 *
 * Graded: gradients by hand on 11 inputs; the laws "the same line twice, twice the gradient", "with
 * f open the cells carry their gradient back whole" and "with f shut nothing comes back to the old
 * cells".
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks (this one is graded without them).
 */
export function lstmCellBackward(
  p: LstmParams,
  x: tf.Tensor2D,
  state: LstmState,
  dhNext: tf.Tensor2D,
  dcNext: tf.Tensor2D,
): LstmCellGradients {
  throw new Unsolved('lstm-cell-backward');
}

/**
 * Says where a batch has tokens: padding fills it up and is nothing to learn from, to count, or to
 * look at.
 *
 *   mask[b, t] = 0 where ids[b, t] is padding (id 0), 1 elsewhere
 *
 * @param ids token ids, int32, [B, T]
 * @returns mask, float32, [B, T]
 * @throws ShapeError if ids are no batch of rows
 *
 * Graded: values on 7 inputs; values where padding stands elsewhere; the law "as many ones as
 * words".
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
  throw new Unsolved('padding-mask');
}

/** Whether a score of a real token is NaN, the only number that differs from itself. */
function someIsNaN(logits: tf.Tensor3D, real: tf.Tensor2D): boolean {
  const broken = tf.any<tf.Tensor2D>(tf.notEqual(logits, logits), 2); // [B, T]
  return sum('B T -> ', mul(real, tf.cast(broken, 'float32'))).dataSync()[0] !== 0;
}

const notANumber = () =>
  wrongInput(
    'maskedAccuracy logits',
    'a number for every class of a real token',
    'NaN',
    'Look for the step that made it.',
  );

/**
 * Share of real tokens whose highest score is that of the right class.
 *
 * The batch counts as one: a long row weighs more than a short one.
 *
 * @param logits scores, one per class, [B, T, C]
 * @param targets the right class of each token, int32 in [0, C), [B, T]
 * @param mask 1 (or true) at tokens, 0 (or false) at padding, [B, T]
 * @returns share in [0, 1]
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if there is no real token, or if a score of one is NaN
 *
 * Graded: values on 10 inputs; the laws "padding changes nothing" and "it does not matter how words
 * are spread over lines". What the given code does right already earns no points.
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function maskedAccuracy(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T C', logits, 'maskedAccuracy logits');
  shape('B T', targets, 'maskedAccuracy targets', { B, T });
  shape('B T', mask, 'maskedAccuracy mask', { B, T });
  const real = tf.cast(mask, 'float32');
  const tokens = tf.maximum<tf.Tensor1D>(sum('B T -> B', real), 1);
  if (someIsNaN(logits, real)) throw new InputError(notANumber());
  const right = tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets);
  return mean('B -> ', div(sum('B T -> B', mul(real, right)), tokens));
}

/** Some neighbouring tokens that are one thing, such as a name. */
export interface Span {
  /** What it is: `PER`. */
  readonly type: string;
  /** Place of its first token, counted from 0. */
  readonly start: number;
  /** Place after its last token, so that it has end - start tokens. */
  readonly end: number;
}

/**
 * Reads the spans out of the tags of a sentence. B- begins a span, I- goes on with it, O is outside
 * of any.
 *
 *   tagsToSpans(['B-PER', 'I-PER', 'O', 'B-LOC'])
 *     ->  [{ type: 'PER', start: 0, end: 2 }, { type: 'LOC', start: 3, end: 4 }]
 *
 * A model may write what no annotator would: an I- after O, or after a tag of another type,
 * begins a span as B- does.
 *
 * Source: Ramshaw and Marcus 1995; the rule for a stray I- is that of the conlleval program (Tjong
 * Kim Sang and Buchholz 2000), which seqeval follows by default.
 *
 * @param tags one per token: `O`, or `B-` or `I-` and a type
 * @returns spans in order
 * @throws InputError if a tag is none of these
 *
 * Graded: values on tags as annotators write them; values on tags as models write them; the laws
 * "spans written as tags come back" and "what stands before an O changes nothing behind it".
 * May call: tfjs, src/core and the functions of lessons 00, 01 and 02.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function tagsToSpans(tags: readonly string[]): Span[] {
  throw new Unsolved('tags-to-spans');
}

/** How well spans were found, in shares of 1. */
export interface SpanScore {
  /** Share of the spans found that are right. */
  readonly precision: number;
  /** Share of the right spans that were found. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
}

/**
 * Precision, recall and F1 of spans, over all sentences together (micro average). A span is right
 * if the sentence has one with the same type, the same start and the same end; half right is wrong.
 *
 *   precision = right / found
 *   recall    = right / there
 *   f1        = 2 precision recall / (precision + recall)
 *
 * A share of nothing is 0, so a model that finds nothing has f1 0, as in seqeval.
 *
 * Source: Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 shared task".
 *
 * @param predicted tags of each sentence, as a model gives them
 * @param labels the true tags of each sentence
 * @returns shares in [0, 1]
 * @throws InputError if a sentence has not as many predicted tags as true ones, or a tag is none of
 *   BIO
 *
 * Graded: values on 14 inputs; values where nothing is found, or nothing is there; the laws "turned
 * round, precision and recall change places" and "sentences without names change nothing".
 * May call: tfjs, src/core, tagsToSpans (task tags-to-spans) and the functions of lessons 00, 01
 * and 02.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function spanF1(
  predicted: readonly (readonly string[])[],
  labels: readonly (readonly string[])[],
): SpanScore {
  throw new Unsolved('span-f1');
}
