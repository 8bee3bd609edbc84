// The answer key of lesson 02-gru, "A network that decides what to keep": the library's own functions.
// Made by 'npm run lessons' from src: change the functions there, not here.

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
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

/** The gates of one step, the proposal n, and what r multiplies in it, each [B, U]. */
function gates(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1); // each [B, U]
  const [hr, hz, hn] = split(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh), 3, 1); // each [B, U]
  const r = sigmoid(add(xr, hr));
  const z = sigmoid(add(xz, hz));
  const n = tanh(add(xn, mul(r, hn)));
  return { r, z, n, hn };
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
 */
export function gruCellResetBefore(
  p: GruResetBeforeParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
): tf.Tensor2D {
  const { B } = shape('B I', x, 'gruCellResetBefore x', { I: p.wIh.shape[0] });
  shape('B U', h, 'gruCellResetBefore h', { B, U: p.wHh.shape[0] });
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.b), 3, 1); // each [B, U]
  const [wHr, wHz, wHn] = split(p.wHh, 3, 1); // each [U, U]
  const r = sigmoid(add(xr, einsum('B U, U G -> B G', h, wHr)));
  const z = sigmoid(add(xz, einsum('B U, U G -> B G', h, wHz)));
  const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
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

/** The id of each token; one without an id is `unknown`, or refused where nothing is. */
function idsOf(
  what: string,
  tokens: readonly string[],
  ids: ReadonlyMap<string, number>,
  unknown?: number,
): number[] {
  return tokens.map((token, place) => {
    const id = ids.get(token) ?? unknown;
    if (id !== undefined) return id;
    throw new InputError(
      wrongInput(
        what,
        `one of the ${ids.size} tokens of the vocabulary`,
        `${JSON.stringify(token)} at place ${place}`,
        'Leave it out, or build the vocabulary from a text that has it.',
      ),
    );
  });
}

/**
 * Turns a line into what a character model reads: the id of each character, then that of the token
 * that ends a line. Ids count the tokens of the vocabulary from 0.
 *
 *   lineToTensor('aha', ['<pad>', '\n', 'a', 'h'], '\n')  ->  [2, 3, 2, 1]
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
 */
export function lineToTensor(line: string, tokens: readonly string[], end: string): tf.Tensor1D {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const read = [...Array.from(line.normalize('NFC')), end];
  return tf.tensor1d(idsOf('lineToTensor line', read, idOf), 'int32');
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
 */
export function gruLanguageModelLoss(
  p: GruLanguageModelParams,
  inputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T', inputs, 'gruLanguageModelLoss inputs');
  shape('B T', targets, 'gruLanguageModelLoss targets', { B, T });
  shape('B T', mask, 'gruLanguageModelLoss mask', { B, T });
  const [U, V] = p.output.w.shape;
  const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([B, U])); // [B, T, U]
  const scores = dense(p.output, tf.reshape(states, [B * T, U])); // [B T, V]
  return sequenceLoss(tf.reshape(scores, [B, T, V]), targets, mask);
}

const notPaired = (surprises: number, tokens: number) =>
  wrongInput(
    'bitsPerCharacter nats',
    'one surprise for each token',
    `${String(surprises)} for ${String(tokens)} tokens`,
    'Pass both for the same places, or leave padding out of both.',
  );

const unknownWord = (place: number) =>
  wrongInput(
    'bitsPerCharacter tokens',
    'tokens that spell their text',
    `"<unk>" at place ${String(place)}`,
    'Pass the word itself, with the nats of its spelling, or compare on a text without unknown words.',
  );

const noSurprise = (surprise: number, place: number) =>
  wrongInput(
    'bitsPerCharacter nats',
    'surprises of 0 or more',
    `${String(surprise)} at place ${String(place)}`,
    'Pass -log p of each token, not log p.',
  );

/** Refuses what has no bits per character. */
function check(nats: readonly number[], tokens: readonly string[]): void {
  const unknown = tokens.indexOf('<unk>');
  const wrong = nats.findIndex((surprise, i) => tokens[i] !== '<pad>' && !(surprise >= 0));
  if (nats.length !== tokens.length) throw new InputError(notPaired(nats.length, tokens.length));
  if (unknown >= 0) throw new InputError(unknownWord(unknown));
  if (wrong >= 0) throw new InputError(noSurprise(nats[wrong] ?? NaN, wrong));
}

const noCharacters = () =>
  wrongInput(
    'bitsPerCharacter tokens',
    'at least one character',
    'none',
    'Leave out batches without text.',
  );

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
 */
export function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
  check(nats, tokens);
  let total = 0;
  let characters = 0;
  for (const [i, token] of tokens.entries()) {
    if (token === '<pad>') continue;
    total += nats[i] ?? NaN;
    if (!/^<[^\s<>]+>$/u.test(token)) characters += Array.from(token).length;
  }
  if (characters === 0) throw new InputError(noCharacters());
  return total / Math.LN2 / characters;
}
