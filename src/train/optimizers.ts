import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  div,
  flattenParams,
  mapParams,
  mul,
  sqrt,
  square,
  sub,
  type Params,
} from '../core/index.js';
import { rateAt, type Schedule } from './schedules.js';

/** What an optimizer remembers between steps: trees of the weights' form, by name. */
export type OptimizerState<S extends string, P> = Readonly<Record<S, P>>;

/** Weights after a step, and what the optimizer remembers of it. */
export interface Updated<S extends string, P> {
  readonly params: P;
  readonly state: OptimizerState<S, P>;
}

/** A pure rule that moves weights against their gradients. */
export interface Optimizer<S extends string> {
  /** In checkpoints: a run goes on only with the optimizer it began with. */
  readonly name: string;
  /** Names of the trees in its state. */
  readonly remembers: readonly S[];
  init<P extends Params>(params: P): OptimizerState<S, P>;
  /**
   * @param step number of updates made before
   * @returns new weights and new state; the given ones stay as they are
   */
  update<P extends Params>(
    params: P,
    gradients: P,
    state: OptimizerState<S, P>,
    step: number,
  ): Updated<S, P>;
}

/**
 * Stochastic gradient descent.
 *
 *   w' = w - rate * g
 *
 * @param options.learningRate how far a step goes along the gradient
 */
export function sgd({ learningRate }: { readonly learningRate: Schedule }): Optimizer<never> {
  return {
    name: 'sgd',
    remembers: [],
    init: () => ({}),
    update(params, gradients, state, step) {
      const rate = rateAt(learningRate, step);
      return { params: combine(params, gradients, (w, g) => sub(w, mul(g, rate))), state };
    },
  };
}

/** Settings of Adam. */
export interface AdamOptions {
  /** About the size of each weight's step, whatever the size of its gradient. */
  readonly learningRate: Schedule;
  /** Share of the mean gradient that is kept at each step; default 0.9. */
  readonly beta1?: number;
  /** Share of the mean squared gradient that is kept at each step; default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite; default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam: each weight's step is its mean gradient divided by the root of its mean squared gradient.
 *
 *   m' = beta1 m + (1 - beta1) g        v' = beta2 v + (1 - beta2) g * g
 *   w' = w - rate * (m' / (1 - beta1^t)) / (sqrt(v' / (1 - beta2^t)) + epsilon),   t = step + 1
 *
 * Source: Kingma and Ba 2015, arXiv 1412.6980.
 */
export function adam({
  learningRate,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamOptions): Optimizer<'m' | 'v'> {
  const blend = (old: tf.Tensor, fresh: tf.Tensor, beta: number) =>
    add(mul(old, beta), mul(fresh, 1 - beta));
  return {
    name: 'adam',
    remembers: ['m', 'v'],
    init: (params) => ({
      m: mapParams(params, (w) => tf.zerosLike(w)),
      v: mapParams(params, (w) => tf.zerosLike(w)),
    }),
    update(params, gradients, state, step) {
      const m = combine(state.m, gradients, (old, g) => blend(old, g, beta1));
      const v = combine(state.v, gradients, (old, g) => blend(old, square(g), beta2));
      const ofMean = rateAt(learningRate, step) / (1 - beta1 ** (step + 1));
      const ofSquare = 1 / (1 - beta2 ** (step + 1));
      const steps = combine(m, v, (mean, squared) =>
        div(mul(mean, ofMean), add(sqrt(mul(squared, ofSquare)), epsilon)),
      );
      return { params: combine(params, steps, (w, s) => sub(w, s)), state: { m, v } };
    },
  };
}

/** A tree made leaf by leaf of two trees of one form. */
function combine<P extends Params>(a: P, b: P, f: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor): P {
  const others = flattenParams(b);
  return mapParams(a, (leaf, path) => f(leaf, others[path] ?? tf.zerosLike(leaf)));
}
