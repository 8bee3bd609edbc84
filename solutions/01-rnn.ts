// The answer key of lesson 01-rnn, "A network that reads in order": the library's own functions.
// Made by 'npm run lessons' from src: change the functions there, not here.

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  add,
  div,
  einsum,
  flattenParams,
  isRecording,
  logSoftmax,
  mapParams,
  masked,
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

const wrongK = (received: number) =>
  wrongInput(
    'ngramProbability k',
    'a number above 0',
    String(received),
    'Pass 1, or a small one such as 0.01 to trust the counts more.',
  );

const wrongNext = (received: number, V: number) =>
  wrongInput(
    'ngramProbability next',
    `an id from 0 to ${V - 1}`,
    String(received),
    'Encode with the vocabulary that the counts were made for.',
  );

/**
 * The context of place t as the counts name it: the order - 1 ids before it, 0 where the line has
 * not begun.
 */
function contextAt(ids: readonly number[], t: number, order: number): string {
  return Array.from({ length: order - 1 }, (_, i) => ids[t - order + 1 + i] ?? 0).join(' ');
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
 */
export function ngramProbability(
  counts: NgramCounts,
  before: readonly number[],
  next: number,
  k: number,
): number {
  const V = counts.vocabularySize;
  if (!(k > 0)) throw new InputError(wrongK(k));
  if (!(Number.isInteger(next) && next >= 0 && next < V)) throw new InputError(wrongNext(next, V));
  const seen = counts.followers[contextAt(before, before.length, counts.order)] ?? {};
  const total = Object.values(seen).reduce((sum, count) => sum + count, 0);
  return ((seen[next] ?? 0) + k) / (total + k * V);
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

/** Length of the longest line; refuses lines that leave nothing to predict. */
function longest(lines: readonly (readonly number[])[]): number {
  const length = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (length >= 2) return length;
  throw new InputError(
    wrongInput(
      'batchLines lines',
      'a line of at least 2 tokens',
      `${lines.length} lines, the longest of ${length}`,
      'Leave out lines that have no next token to predict.',
    ),
  );
}

/** The limit on time steps, Infinity where there is none. */
function checked(maxLength = Infinity): number {
  if (maxLength >= 1 && (Number.isInteger(maxLength) || maxLength === Infinity)) return maxLength;
  throw new InputError(
    wrongInput(
      'batchLines maxLength',
      'a whole number from 1',
      String(maxLength),
      'Pass the number of time steps to keep.',
    ),
  );
}

/** The first `length` ids, filled up with padding. */
function padded(ids: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, t) => ids[t] ?? 0);
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
 */
export function batchLines(
  lines: readonly (readonly number[])[],
  options: BatchLinesOptions = {},
): LineBatch {
  const T = Math.min(longest(lines) - 1, checked(options.maxLength));
  const inputs = lines.map((line) => padded(line.slice(0, -1), T));
  const targets = lines.map((line) => padded(line.slice(1), T));
  const mask = targets.map((row) => row.map((id) => (id === 0 ? 0 : 1)));
  return {
    inputs: tf.tensor2d(inputs, [lines.length, T], 'int32'),
    targets: tf.tensor2d(targets, [lines.length, T], 'int32'),
    mask: tf.tensor2d(mask, [lines.length, T], 'float32'),
  };
}

const onlyPadding = () =>
  wrongInput(
    'sequenceLoss mask',
    'at least one real token',
    'only padding',
    'Leave out batches without tokens.',
  );

/** Log-probability of the right token at each place, 0 at padding, [B, T]. */
function logpOfTargets(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
  what: string,
): tf.Tensor2D {
  // 0 times a score that is infinite or NaN would be NaN, in the gradient too.
  const scores = masked(logits, rearrange('B T -> B T 1', mask), 0);
  const logp = pick('B T V, B T -> B T', logSoftmax(scores), targets, what);
  return mul(logp, mask);
}

/**
 * How surprised a language model is by the right next tokens, averaged over the real ones.
 *
 *   nats[b, t] = -logSoftmax(logits)[b, t, targets[b, t]]
 *   loss       = sum of mask * nats / sum of mask
 *
 * @param logits scores, one per token of the vocabulary, [B, T, V]
 * @param targets the right token at each place, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns mean surprise in nats per real token
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if a target is no token, or if no target is real
 */
export function sequenceLoss(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T V', logits, 'sequenceLoss logits');
  shape('B T', targets, 'sequenceLoss targets', { B, T });
  shape('B T', mask, 'sequenceLoss mask', { B, T });
  const real = sum('B T -> ', mask);
  if (!isRecording() && real.dataSync()[0] === 0) throw new InputError(onlyPadding());
  const logp = logpOfTargets(logits, targets, mask, 'sequenceLoss targets');
  return div(neg(sum('B T -> ', logp)), real);
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
 */
export function sequenceLogProbability(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Tensor1D {
  const { B, T } = shape('B T V', logits, 'sequenceLogProbability logits');
  shape('B T', targets, 'sequenceLogProbability targets', { B, T });
  shape('B T', mask, 'sequenceLogProbability mask', { B, T });
  const logp = logpOfTargets(logits, targets, mask, 'sequenceLogProbability targets');
  return sum('B T -> B', logp);
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

const wrongLimit = (name: string, received: number) =>
  wrongInput(`${name} limit`, 'a number above 0', String(received), 'Pass 1 or 5.');

/**
 * The length of all gradients as one vector.
 *
 *   norm = sqrt(sum over all entries g of g * g)
 *
 * @param gradients a tree of gradients
 * @returns the norm, a scalar
 */
function globalNorm(gradients: Params): tf.Scalar {
  const squares = Object.values(flattenParams(gradients)).map((g) => tf.sum<tf.Scalar>(square(g)));
  return sqrt(sum('N -> ', stack(squares)));
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
 */
export function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
  if (!(limit > 0)) throw new InputError(wrongLimit('clipByGlobalNorm', limit));
  const scale = tf.div<tf.Scalar>(limit, tf.maximum(globalNorm(gradients), limit));
  return mapParams(gradients, (g) => mul(g, scale));
}

const wrongTemperature = (received: number) =>
  wrongInput(
    'sampleNext temperature',
    'a number above 0',
    String(received),
    'For the likeliest token always, take a small one such as 0.01.',
  );

const wrongDraw = (received: number) =>
  wrongInput('sampleNext u', 'a number in [0, 1)', String(received), 'Pass rng.uniform().');

const wrongScores = () =>
  wrongInput('sampleNext logits', 'finite scores', 'NaN or Infinity', 'Look at the training loss.');

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
 */
export function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
  const { V } = shape('V', logits, 'sampleNext logits');
  if (!(temperature > 0)) throw new InputError(wrongTemperature(temperature));
  if (!(u >= 0 && u < 1)) throw new InputError(wrongDraw(u));
  const scores = tf.reshape<tf.Rank.R2>(div(logits, temperature), [1, V]);
  const p = Array.from(softmax(scores).dataSync());
  const point = u * p.reduce((total, mass) => total + mass, 0);
  let below = 0;
  for (const [id, mass] of p.entries()) {
    below += mass;
    if (below > point) return id;
  }
  throw new InputError(wrongScores());
}
