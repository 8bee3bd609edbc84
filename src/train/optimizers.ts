import type * as tf from '@tensorflow/tfjs-core';
import { add, div, mul, sqrt, square } from '../core/index.js';
import { lerp } from './lerp.js';
import { ratesOf, type RateOptions } from './schedules.js';
import { above0, from0, setting, share } from './settings.js';
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
    rates: ratesOf('sgd', options),
    memory: () => ({}),
    numbers: { rate: ({ rate }) => rate },
    update: (_, g, memory, { rate }) => ({ change: mul(g, rate), memory }),
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
  return optimizerOf(adamRule('adam', options));
}

/** Settings of AdamW. */
export type AdamWOptions = AdamOptions & {
  /** Share of a weight that decays per step at a rate of 1; default 0.01. */
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
export function adamW(options: AdamWOptions): Optimizer {
  const { decays = () => true } = options;
  const weightDecay = setting('adamW weightDecay', options.weightDecay, 0.01, from0);
  const rule = adamRule('adamW', options);
  return optimizerOf({
    ...rule,
    numbers: {
      ...rule.numbers,
      decay: ({ path, rate }) => (decays(path) ? rate * weightDecay : 0),
    },
    update(w, g, memory, numbers) {
      const made = rule.update(w, g, memory, numbers);
      return { ...made, change: add(made.change, mul(w, numbers.decay)) };
    },
  });
}

type AdamMemory = { readonly m: tf.Tensor; readonly v: tf.Tensor };

/** What the mean and the mean square are multiplied by: both hold a power of t. */
type AdamNumbers = 'meanFactor' | 'squareFactor';

function adamRule(name: string, options: AdamOptions): UpdateRule<AdamMemory, AdamNumbers> {
  const beta1 = setting(`${name} beta1`, options.beta1, 0.9, share);
  const beta2 = setting(`${name} beta2`, options.beta2, 0.999, share);
  const epsilon = setting(`${name} epsilon`, options.epsilon, 1e-8, above0);
  return {
    name,
    rates: ratesOf(name, options),
    memory: ({ shape }) => ({ m: shape, v: shape }),
    numbers: {
      meanFactor: ({ rate, t }) => rate / (1 - beta1 ** t),
      squareFactor: ({ t }) => 1 / (1 - beta2 ** t),
    },
    update(_, g, memory, { meanFactor, squareFactor }) {
      const m = lerp(memory.m, g, 1 - beta1);
      const v = lerp(memory.v, square(g), 1 - beta2);
      const change = div(mul(m, meanFactor), add(sqrt(mul(v, squareFactor)), epsilon));
      return { change, memory: { m, v } };
    },
  };
}
