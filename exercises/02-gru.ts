// Your exercise file of lesson 02-gru, "A network that decides what to keep".
// Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.
// Lines with @throws say what the library does with wrong input; that is not graded.
// To check one: await check('gru-cell') in the notebook, or ./unroll check gru-cell. For a hint: ./unroll hint gru-cell.
// Made by 'npm run lessons', which leaves this file alone as soon as you have changed it.
// [made 7482f3685d880050]

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  Unsolved,
  add,
  concat,
  einsum,
  lookup,
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
  wrongInput,
} from '../src/core/index.js';
import { dense } from './00-start.js';
import { sequenceLoss } from './01-rnn.js';

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
 *
 * Graded: values on 8 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.bIh,
 * p.bHh, x and h; the laws "z near 1 keeps the old state" and "lines of a batch do not touch each
 * other".
 * May call: tfjs, src/core and the functions of lessons 00 and 01.
 * May not call: tf.layers and tf.basicLSTMCell; the functions of other tasks (this one is graded
 * without them).
 */
export function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  throw new Unsolved('gru-cell');
}

/** Weights of a GRU that resets before the matmul, of U units; gates packed r, z, n, so G = 3 U. */
export type GruResetBeforeParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** [G] */
  readonly b: tf.Tensor1D;
};

/**
 * One GRU step as it was first published: the reset gate acts on the state before the matmul, so
 * that one unit's reset reaches all units.
 *
 *   r  = sigmoid(x Wir + h Whr + br)
 *   z  = sigmoid(x Wiz + h Whz + bz)
 *   n  = tanh(x Win + (r * h) Whn + bn)
 *   h' = (1 - z) * n + z * h
 *
 * Source: Cho et al. 2014, arXiv 1406.1078, equations 5 to 8, which have no bias. Variant: one bias
 * a gate (Keras with `reset_after=False`); two would only ever appear as their sum.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and bias `b` [G], gates packed r, z, n, so G = 3 U
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 *
 * Graded: values on 8 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.b, x and
 * h; the law "what one unit forgets reaches no other".
 * May call: tfjs, src/core and the functions of lessons 00 and 01.
 * May not call: tf.layers and tf.basicLSTMCell; the functions of other tasks (this one is graded
 * without them).
 */
export function gruCellResetBefore(
  p: GruResetBeforeParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
): tf.Tensor2D {
  throw new Unsolved('gru-cell-reset-before');
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
 *
 * Graded: values on 7 inputs; its gradient, taken by tfjs, with respect to p.wIh, p.wHh, p.bIh,
 * p.bHh, xs and h0; the laws "in two parts as in one" and "the future does not change the past".
 * May call: tfjs, src/core, gruCell (task gru-cell) and the functions of lessons 00 and 01.
 * May not call: tf.layers; the functions of other tasks (this one is graded without them).
 */
export function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
  throw new Unsolved('gru-forward');
}

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

/**
 * Takes a gradient back through one `gruCell` step: from the state after it to all it was made of.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and biases `bIh`, `bHh` [G], gates packed r, z, n
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @param dhNext gradient of the loss with respect to `gruCell(p, x, h)`, [B, U]
 * @returns gradients of the loss: `dwIh` [I, G], `dwHh` [U, G], `dbIh` and `dbHh` [G], `dx` [B, I],
 *   `dh` [B, U]
 * @throws ShapeError if the tensors disagree on B, I or U
 *
 * Graded: gradients by hand on 9 inputs; the laws "the same line twice, twice the gradient" and "a
 * unit that keeps its state passes the whole gradient on".
 * May call: tfjs, src/core and the functions of lessons 00 and 01.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks (this one is graded without them).
 */
export function gruCellBackward(
  p: GruParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  dhNext: tf.Tensor2D,
): GruCellGradients {
  throw new Unsolved('gru-cell-backward');
}

/**
 * Turns a line into what a character model reads: the id of each character, then that of the token
 * that ends a line. Ids count the tokens of the vocabulary from 0.
 *
 * A character is a Unicode code point after composition (NFC), as in `characters`: `é` is one
 * however it was typed, and so is `🐋`, which a string counts as two. One that is no token of the
 * vocabulary, such as a letter the text never had, throws an InputError: id 0 is padding, and an
 * unknown character that came out as 0 would vanish without a word.
 *
 * @param line a line without its end; the empty line is its end alone
 * @param tokens of the vocabulary, in the order of their ids
 * @param end the token that ends a line, one of the tokens
 * @returns ids, int32, [T], T = number of characters + 1
 * @throws InputError if the end is no token of the vocabulary
 *
 * Graded: values on plain lines; values beyond plain English; the laws "two lines, one behind the
 * other" and "an unknown character is refused". What the given code does right already earns no
 * points.
 * May call: tfjs, src/core and the functions of lessons 00 and 01.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function lineToTensor(line: string, tokens: readonly string[], end: string): tf.Tensor1D {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const read = [...line.split(''), end];
  const ids = read.map((token, place) => {
    const id = idOf.get(token);
    if (id !== undefined) return id;
    throw new InputError(
      wrongInput(
        'lineToTensor line',
        `one of the ${tokens.length} tokens of the vocabulary`,
        `${JSON.stringify(token)} at place ${place}`,
        'Leave it out, or build the vocabulary from a text that has it.',
      ),
    );
  });
  return tf.tensor1d(ids, 'int32');
}

/** Weights of an affine map from I to F numbers. */
export type DenseParams = {
  /** [I, F] */
  readonly w: tf.Tensor2D;
  /** [F] */
  readonly b: tf.Tensor1D;
};

/** Weights of a language model that reads with a GRU, as `languageModel(gru)` makes them. */
export type GruLanguageModelParams = {
  /** One row per token, [V, D]. */
  readonly table: tf.Tensor2D;
  /** Reads D numbers per step into U units. */
  readonly layer: GruParams;
  /** From U units to V scores. */
  readonly output: DenseParams;
};

/**
 * How surprised a language model is by the right next tokens, averaged over the real ones: a row of
 * the table for each token, a GRU over the rows from a state of zeros, a dense layer on each of its
 * states, and `sequenceLoss` of the scores.
 *
 *   xs     = table[inputs]                  [B, T, D]
 *   h      = gruForward(layer, xs, 0)       [B, T, U]
 *   scores = dense(output, h[b, t])         [V] at each b, t
 *   loss   = sequenceLoss(scores, targets, mask)
 *
 * @param p weights: `table` [V, D]; `layer` of the GRU, `wIh` [D, G], `wHh` [U, G], `bIh` and `bHh`
 *   [G]; `output` with `w` [U, V] and `b` [V]
 * @param inputs the tokens to read, int32 in [0, V), [B, T]
 * @param targets the token that follows each of them, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns mean surprise in nats per real token
 * @throws ShapeError if inputs, targets and mask disagree on B or T
 * @throws InputError if no target is real
 *
 * Graded: values on 10 inputs; its gradient, taken by tfjs, with respect to p.table, p.layer.wIh,
 * p.layer.wHh, p.layer.bIh, p.layer.bHh, p.output.w and p.output.b; the laws "padding changes
 * nothing" and "knowing nothing costs log V".
 * May call: tfjs, src/core, gruCell (task gru-cell), gruForward (task gru-forward) and the
 * functions of lessons 00 and 01.
 * May not call: tf.layers and tf.losses; the functions of other tasks (this one is graded without
 * them).
 */
export function gruLanguageModelLoss(
  p: GruLanguageModelParams,
  inputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  throw new Unsolved('gru-language-model-loss');
}

/**
 * Bits that a language model needs for each character of a text. Models of characters, of words and
 * of pieces of words stand on this one scale where their tokens spell the same text, blanks and
 * line ends included; perplexity per token is no such scale, as a long token says more.
 *
 *   bits = sum of the surprises in nats / ln 2 / number of characters in the tokens
 *
 * A character is a Unicode code point, so an emoji is one. The token `<pad>` fills a batch: neither
 * its surprise nor its letters count, whatever stands there. Other tokens in angle brackets, such
 * as `</s>`, are markers and no part of the text: they have no characters, yet the model had to
 * foresee them, so their surprise counts.
 *
 *   bitsPerCharacter([2.0794, 0.6931], ['aha', '\n'])  ->  1, which is 4 bits for 4 characters
 *
 * @param nats surprise at each token, -ln of the probability that the model gave it
 * @param tokens the tokens themselves, in the order of their surprises
 * @returns bits per character, from 0; Infinity where a token was impossible
 * @throws InputError if there are not as many surprises as tokens, if one is below 0 or NaN, if no
 *   token has a character, or if one is `<unk>`: of a word that is not named, nobody can count the
 *   characters
 *
 * Graded: values on letters, words and pieces; values with padding and markers; the law "cutting a
 * text otherwise changes nothing".
 * May call: tfjs, src/core and the functions of lessons 00 and 01.
 * May not call: the functions of other tasks (this one is graded without them).
 */
export function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
  throw new Unsolved('bits-per-character');
}
