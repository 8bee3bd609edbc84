import * as tf from '@tensorflow/tfjs-core';
import { shape, stack, unstack, type Params, type Rng } from '../core/index.js';
import { lastRealState, scan, type Cell, type Forward } from './scan.js';

/** Sizes of a recurrent layer: numbers it reads per step, units it remembers with. */
export interface RecurrentConfig {
  readonly inputSize: number;
  readonly hiddenSize: number;
}

/** What a layer makes of whole rows. */
export interface Encoding {
  /** One output per step; those at padding mean nothing. [B, T, F] */
  readonly outputs: tf.Tensor3D;
  /** The output once all of a row has been read, zeros for a row that is all padding, [B, F]. */
  readonly last: tf.Tensor2D;
}

/** A layer that reads whole rows: classifiers and taggers are built on it. */
export interface Encoder<P> {
  init(config: RecurrentConfig, rng: Rng): P;
  /** Number of outputs per step (F) of a layer of that many units (U). */
  outputSize(hiddenSize: number): number;
  /**
   * Reads rows from a state of zeros.
   *
   * @param xs inputs, [B, T, I]
   * @param mask 1 at tokens, 0 at the padding after them, [B, T]
   */
  encode(p: P, xs: tf.Tensor3D, mask: tf.Tensor2D): Encoding;
}

/**
 * An encoder that goes from left to right, so that it can stop at any step and go on: what writes
 * a text is built on it. The state may be any tree of tensors: the [B, U] of an RNN, a list of them
 * for a stack, hidden state and cell of an LSTM.
 */
export interface Recurrent<P, S extends Params = tf.Tensor2D> extends Encoder<P> {
  /** The state before the first step: zeros, for a batch of B; axis 0 of each leaf is B. */
  start(p: P, B: number): S;
  /**
   * Reads on: maps (xs [B, T, I], state) to the outputs [B, T, F] and the state after the last
   * step.
   */
  read(p: P, xs: tf.Tensor3D, state: S): { readonly outputs: tf.Tensor3D; readonly state: S };
}

/** One step of a layer: maps (x [B, I], state) to an output [B, F] and the next state. */
export type Step<P, S> = (
  p: P,
  x: tf.Tensor2D,
  state: S,
) => { readonly output: tf.Tensor2D; readonly state: S };

/** What a recurrent layer is made of where its state is what it puts out, as in an RNN or a GRU. */
export interface RecurrentParts<P> {
  readonly init: (config: RecurrentConfig, rng: Rng) => P;
  readonly cell: Cell<P>;
  /** The whole-sequence form; default: a scan of the cell. */
  readonly forward?: Forward<P>;
}

/**
 * Makes a layer of a cell: `recurrent({ init: initRnn, cell: rnnCell })`. A single step is the
 * cell's, a longer sequence that of `forward`.
 *
 * The weights name the matrix of the state `wHh`, [U, G]: it says how many units there are.
 *
 * @param parts first weights, one step, and all steps; each may be someone else's
 */
export function recurrent<P extends { readonly wHh: tf.Tensor2D }>({
  init,
  cell,
  forward = scan(cell),
}: RecurrentParts<P>): Recurrent<P> {
  return withEncode({
    init,
    outputSize: (hiddenSize) => hiddenSize,
    start: (p, B) => tf.zeros<tf.Rank.R2>([B, p.wHh.shape[0]]),
    read(p, xs, h0) {
      const [B, T, I] = xs.shape;
      if (T === 1) {
        const h = cell(p, tf.reshape(xs, [B, I]), h0);
        return { outputs: tf.expandDims(h, 1), state: h };
      }
      const outputs = forward(p, xs, h0);
      const { U } = shape('B T U', outputs, 'recurrent outputs', { B, T });
      const last = tf.slice(outputs, [0, T - 1, 0], [B, 1, U]);
      return { outputs, state: tf.reshape(last, [B, U]) };
    },
  });
}

/** The `read` of a layer that has nothing but a step: one after the other. */
export function stepByStep<P, S extends Params>(step: Step<P, S>): Recurrent<P, S>['read'] {
  return (p, xs, first) => {
    const outputs: tf.Tensor2D[] = [];
    let state = first;
    for (const x of unstack(xs, 1)) {
      const after = step(p, x, state);
      outputs.push(after.output);
      state = after.state;
    }
    return { outputs: stack(outputs, 1), state };
  };
}

/** Adds how a layer that goes from left to right encodes whole rows. */
export function withEncode<P, S extends Params>(
  layer: Omit<Recurrent<P, S>, 'encode'>,
): Recurrent<P, S> {
  return {
    ...layer,
    encode(p, xs, mask) {
      const { outputs } = layer.read(p, xs, layer.start(p, xs.shape[0]));
      return { outputs, last: lastRealState(outputs, mask) };
    },
  };
}
