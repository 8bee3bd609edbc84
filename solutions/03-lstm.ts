// The answer key of lesson 03-lstm, "A memory that lasts": the library's own functions.
// Made by 'npm run lessons' from src: change the functions there, not here.

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  add,
  concat,
  div,
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

/** The gates of one step and what could come in, each [B, U]. */
function gates(p: LstmParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  const [ai, af, ag, ao] = split(add(add(fromInput, fromState), p.b), 4, 1); // each [B, U]
  return { i: sigmoid(ai), f: sigmoid(af), g: tanh(ag), o: sigmoid(ao) };
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

/**
 * Says where a batch has tokens: padding fills it up and is nothing to learn from, to count, or to
 * look at.
 *
 *   mask[b, t] = 0 where ids[b, t] is padding (id 0), 1 elsewhere
 *
 * @param ids token ids, int32, [B, T]
 * @returns mask, float32, [B, T]
 * @throws ShapeError if ids are no batch of rows
 */
export function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
  shape('B T', ids, 'paddingMask ids');
  const isToken = tf.notEqual<tf.Tensor2D>(ids, 0);
  return tf.cast(isToken, 'float32');
}

const onlyPadding = () =>
  wrongInput(
    'maskedAccuracy mask',
    'at least one real token',
    'only padding',
    'Leave out batches without tokens.',
  );

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
 *   right[b, t] = 1 where argmax over c of logits[b, t, c] is targets[b, t], else 0
 *   accuracy    = sum of mask * right / sum of mask
 *
 * The batch counts as one: a long row weighs more than a short one.
 *
 * @param logits scores, one per class, [B, T, C]
 * @param targets the right class of each token, int32 in [0, C), [B, T]
 * @param mask 1 (or true) at tokens, 0 (or false) at padding, [B, T]
 * @returns share in [0, 1]
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if there is no real token, or if a score of one is NaN
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
  const tokens = sum('B T -> ', real);
  if (tokens.dataSync()[0] === 0) throw new InputError(onlyPadding());
  if (someIsNaN(logits, real)) throw new InputError(notANumber());
  const right = tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets);
  return div(sum('B T -> ', mul(real, right)), tokens);
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

const noTag = (tag: string, place: number) =>
  wrongInput(
    'tagsToSpans tags',
    'O, or B- or I- and a type',
    `${JSON.stringify(tag)} at place ${place}`,
    'Turn ids into tags first, and leave padding out.',
  );

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
 */
export function tagsToSpans(tags: readonly string[]): Span[] {
  const spans: Span[] = [];
  let open: { type: string; start: number } | undefined;
  [...tags, 'O'].forEach((tag, place) => {
    if (!/^(O|[BI]-.+)$/su.test(tag)) throw new InputError(noTag(tag, place));
    const type = tag.slice(2);
    if (open !== undefined && tag.startsWith('I') && type === open.type) return;
    if (open !== undefined) spans.push({ ...open, end: place });
    open = tag === 'O' ? undefined : { type, start: place };
  });
  return spans;
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

const unequal = (
  what: string,
  unit: string,
  expected: number | undefined,
  received: readonly unknown[] | undefined,
) =>
  wrongInput(
    `spanF1 ${what}`,
    `as many ${unit} as in labels, ${expected}`,
    String(received?.length ?? 'none'),
    'Take the padding off the predicted tags, and nothing else.',
  );

function checkPairs(
  predicted: readonly (readonly string[])[],
  labels: readonly (readonly string[])[],
): void {
  const lengths = labels.map(({ length }) => length);
  const wrong = lengths.findIndex((length, s) => predicted[s]?.length !== length);
  if (wrong >= 0)
    throw new InputError(unequal(`sentence ${wrong}`, 'tags', lengths[wrong], predicted[wrong]));
  if (predicted.length !== labels.length)
    throw new InputError(unequal('predicted', 'sentences', labels.length, predicted));
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
 */
export function spanF1(
  predicted: readonly (readonly string[])[],
  labels: readonly (readonly string[])[],
): SpanScore {
  checkPairs(predicted, labels);
  const keys = (sentences: readonly (readonly string[])[]) =>
    sentences.flatMap((tags, s) =>
      tagsToSpans(tags).map(({ type, start, end }) => `${s} ${start} ${end} ${type}`),
    );
  const found = keys(predicted);
  const there = new Set(keys(labels));
  const right = found.filter((span) => there.has(span)).length;
  const precision = found.length === 0 ? 0 : right / found.length;
  const recall = there.size === 0 ? 0 : right / there.size;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
