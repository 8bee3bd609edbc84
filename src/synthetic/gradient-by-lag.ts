import * as tf from '@tensorflow/tfjs-core';
import { einsum, mul, shape, tidy, type Rng } from '../core/index.js';
import type { Encoder } from '../layers/recurrent.js';

/**
 * How far a late output would change if an earlier input did: the length of the output's gradient
 * at each input, by its lag.
 *
 *   gradient = d sum(answer(xs)) / d xs          [B, T, I]
 *   result[k] = mean over b of |gradient[b, T - 1 - k]|
 *
 * @param answer maps inputs [B, T, I] to what is asked for at the end, of any shape; the entries'
 *   gradients are summed
 * @param xs where the gradient is taken, [B, T, I]
 * @returns T lengths; lag 0, the last input, first
 */
export function gradientByLag(answer: (xs: tf.Tensor3D) => tf.Tensor, xs: tf.Tensor3D): number[] {
  shape('B T I', xs, 'gradientByLag xs');
  return tidy(() => {
    const gradient = tf.grad((x) => tf.sum(answer(x as tf.Tensor3D)))(xs);
    return Array.from(tf.mean(tf.norm(gradient, 2, 2), 0).dataSync()).reverse();
  });
}

/**
 * The gradient of a layer's last output at each input, as a share of that at the last input: what
 * is left of it on its way back. The outputs are mixed at random, so that none of them cancels
 * another.
 *
 * @param layer the layer, with its weights `params`
 * @param xs inputs, no step of them padding, [B, T, I]
 * @param rng draws by what each output is multiplied
 * @returns T shares; lag 0 first, where it is 1
 */
export function gradientThroughLayer<P>(
  layer: Encoder<P>,
  params: P,
  xs: tf.Tensor3D,
  rng: Rng,
): number[] {
  const { B, T } = shape('B T I', xs, 'gradientThroughLayer xs');
  const lengths = tidy(() => {
    const real = tf.ones<tf.Rank.R2>([B, T]);
    const F = layer.encode(params, xs, real).last.shape[1];
    const mix = rng.normalTensor<tf.Rank.R2>([B, F]);
    return gradientByLag((inputs) => mul(layer.encode(params, inputs, real).last, mix), xs);
  });
  return lengths.map((length) => length / (lengths[0] ?? NaN));
}

/** A walk through a sequence, and how a gradient comes back on it. S is a state, D a gradient. */
export interface WalkBack<S, D> {
  /** The inputs of the steps, each [B, I]. */
  readonly inputs: readonly tf.Tensor2D[];
  /** The state before the first step. */
  readonly start: S;
  /** One step: maps an input and the state before it to the state after it. */
  readonly step: (x: tf.Tensor2D, before: S) => S;
  /** The gradient that arrives after the last step. */
  readonly arriving: D;
  /** The same step backwards: maps the gradient after it to that before it. */
  readonly back: (x: tf.Tensor2D, before: S, after: S, gradient: D) => D;
}

/**
 * Walks through a sequence step by step, and carries a gradient back by a step that somebody wrote
 * by hand.
 *
 * @returns as many gradients as inputs and one more: at lag 0 the one that arrives, at the end that
 *   before the first step
 */
export function walkBack<S, D>({ inputs, start, step, arriving, back }: WalkBack<S, D>): D[] {
  let state = start;
  const steps = inputs.map((x) => {
    const before = state;
    state = step(x, before);
    return { x, before, after: state };
  });
  let gradient = arriving;
  const met = steps.reverse().map(({ x, before, after }) => {
    gradient = back(x, before, after, gradient);
    return gradient;
  });
  return [arriving, ...met];
}

const ROUNDS = 200;

/**
 * The size of the largest eigenvalue of a matrix: by what factor it stretches a row in the long
 * run. Powers of the matrix, scaled on the way; complex eigenvalues turn a row as well, so this
 * takes the mean of many steps.
 *
 * @param w the matrix, [U, U]
 */
export function largestEigenvalue(w: tf.Tensor2D): number {
  const { U } = shape('U U', w, 'largestEigenvalue w');
  return tidy(() => {
    let row: tf.Tensor2D = tf.ones([1, U]);
    let logs = 0;
    for (let i = 0; i < ROUNDS; i++) {
      row = einsum('B U, U G -> B G', row, w);
      const norm = tf.norm(row).dataSync()[0] ?? NaN;
      row = tf.div(row, norm);
      logs += Math.log(norm) / ROUNDS;
    }
    return Math.exp(logs);
  });
}
