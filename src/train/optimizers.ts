import * as tf from '@tensorflow/tfjs-core';
import { add, div, mul, sqrt, square } from '../core/index.js';
import { ratesOf, type RateOptions } from './schedules.js';
import { optimizerOf, type Optimizer, type UpdateRule } from './update-rule.js';

/**
 * Stochastic gradient descent.
 *
 *   w' = w - rate * g
 *
 * @param options how far a step goes along the gradient
 */
export function sgd(options: RateOptions): Optimizer {
  return optimizerOf({
    name: 'sgd',
    rates: ratesOf(options),
    init: () => ({}),
    numbers: ({ rate }) => ({ rate: tf.scalar(rate) }),
    step: (_, g, memory, { rate }) => ({ step: mul(g, rate), memory }),
  });
}

/** Settings of Adam; a rate is about the size of a weight's step, whatever its gradient. */
export type AdamOptions = RateOptions & {
  /** Share of the mean gradient that is kept at each step; default 0.9. */
  readonly beta1?: number;
  /** Share of the mean squared gradient that is kept at each step; default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite; default 1e-8. */
  readonly epsilon?: number;
};

/**
 * Adam: each weight's step is its mean gradient divided by the root of its mean squared gradient.
 *
 *   m' = beta1 m + (1 - beta1) g        v' = beta2 v + (1 - beta2) g * g
 *   w' = w - rate * (m' / (1 - beta1^t)) / (sqrt(v' / (1 - beta2^t)) + epsilon),   t = step + 1
 *
 * Source: Kingma and Ba 2015, arXiv 1412.6980.
 */
export function adam(options: AdamOptions): Optimizer {
  return optimizerOf(adamRule(options));
}

/** Settings of AdamW. */
export type AdamWOptions = AdamOptions & {
  /** Share of a weight that a step with a rate of 1 would take away; default 0.01. */
  readonly weightDecay?: number;
  /** Whether the weight at a path decays; default: all do. Biases and gains are often left out. */
  readonly decays?: (path: string) => boolean;
};

/**
 * Adam with weight decay beside the gradient: the decay does not pass through the two means.
 *
 *   w' = w - rate * weightDecay * w - Adam's step
 *
 * Source: Loshchilov and Hutter 2019, arXiv 1711.05101. Variant: the rate scales the decay too, as
 * in PyTorch; in the paper only the schedule does.
 */
export function adamW({
  weightDecay = 0.01,
  decays = () => true,
  ...options
}: AdamWOptions): Optimizer {
  const rule = adamRule(options);
  return optimizerOf({
    ...rule,
    name: 'adamW',
    numbers: (at) => ({
      ...rule.numbers(at),
      decay: tf.scalar(decays(at.path) ? at.rate * weightDecay : 0),
    }),
    step(w, g, memory, numbers) {
      const made = rule.step(w, g, memory, numbers);
      return { ...made, step: add(made.step, mul(w, numbers.decay)) };
    },
  });
}

type AdamMemory = { readonly m: tf.Tensor; readonly v: tf.Tensor };

/** What the mean and the mean square are multiplied by: both hold a power of t. */
type AdamNumbers = { readonly ofMean: tf.Scalar; readonly ofSquare: tf.Scalar };

function adamRule(options: AdamOptions): UpdateRule<AdamMemory, AdamNumbers> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const blend = (old: tf.Tensor, fresh: tf.Tensor, beta: number) =>
    add(mul(old, beta), mul(fresh, 1 - beta));
  return {
    name: 'adam',
    rates: ratesOf(options),
    init: (w) => ({ m: tf.zerosLike(w), v: tf.zerosLike(w) }),
    numbers: ({ rate, t }) => ({
      ofMean: tf.scalar(rate / (1 - beta1 ** t)),
      ofSquare: tf.scalar(1 / (1 - beta2 ** t)),
    }),
    step(_, g, memory, { ofMean, ofSquare }) {
      const m = blend(memory.m, g, beta1);
      const v = blend(memory.v, square(g), beta2);
      const step = div(mul(m, ofMean), add(sqrt(mul(v, ofSquare)), epsilon));
      return { step, memory: { m, v } };
    },
  };
}
