import type * as tf from '@tensorflow/tfjs-core';
import { axisDisagrees } from '../core/errors.js';
import { flattenParams, ShapeError, type Chance, type Params, type Rng } from '../core/index.js';

/** Scores of each next token, and the state to read on from. */
export type Prediction<S extends Params> = {
  /** [B, T, V] */
  readonly logits: tf.Tensor3D;
  readonly state: S;
};

/**
 * A model that reads tokens from left to right and scores the next one after each. It can stop
 * anywhere and read on: in two parts is as whole. What decoders write with.
 *
 * @typeParam P weights
 * @typeParam S state, a tree of tensors; axis 0 of every leaf is B, so that rows can be chosen
 * @typeParam From what the first state is made of: a number of rows, or a source and its mask
 */
export interface LanguageModel<
  P extends Params,
  S extends Params,
  From extends readonly unknown[] = [B: number],
> {
  init(rng: Rng): P;
  /** The state before the first token. */
  start(params: P, ...from: From): S;
  /**
   * Reads on.
   *
   * @param ids one token a row (T = 1), a prompt, or whole lines, [B, T]
   * @param chance what training drops; default: nothing
   */
  read(params: P, ids: tf.Tensor2D, state: S, chance?: Chance): Prediction<S>;
}

/**
 * A model that maps whole rows to answers.
 *
 * @typeParam P weights
 * @typeParam Y answer: a score for each class [B, C], or for each token and class [B, T, C]
 * @typeParam X what it reads: token ids, or numbers
 */
export interface EncoderModel<
  P extends Params,
  Y extends tf.Tensor,
  X extends tf.Tensor = tf.Tensor2D,
> {
  init(rng: Rng): P;
  /**
   * @param inputs ids [B, T], 0 being padding; or numbers [B, T, I]
   * @param mask 1 at tokens, 0 at the padding after them, [B, T]; default: `paddingMask` of ids,
   *   ones for numbers
   * @param chance what training drops; default: nothing
   */
  encode(params: P, inputs: X, mask?: tf.Tensor2D, chance?: Chance): Y;
}

/**
 * Checks what a model is to read on from.
 *
 * @param what function and argument, for the message
 * @throws ShapeError if the state is one of another number of rows
 */
export function checkState(state: Params, B: number, what: string): void {
  for (const [path, { shape }] of Object.entries(flattenParams(state)))
    if (shape[0] !== B)
      throw new ShapeError(axisDisagrees(path === '' ? what : `${what}.${path}`, 'B', B, shape[0]));
}

/** Reads whole rows, [B, T], from the first state. */
export function readRows<P extends Params, S extends Params>(
  model: LanguageModel<P, S>,
  params: P,
  ids: tf.Tensor2D,
  chance?: Chance,
): Prediction<S> {
  return model.read(params, ids, model.start(params, ids.shape[0]), chance);
}
