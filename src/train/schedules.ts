import { InputError, wrongInput } from '../core/index.js';
import { checkedNumber, from0, from1 } from './settings.js';

/** A learning rate by step, the first step being 0; or one rate for all. */
export type Schedule = number | ((step: number) => number);

/** The learning rate at a step. */
export function rateAt(schedule: Schedule, step: number): number {
  return typeof schedule === 'number' ? schedule : schedule(step);
}

/** A learning rate by the path of a weight and the step. */
export type Rates = (path: string, step: number) => number;

/** One learning rate for all weights, or a rate for each of them. */
export type RateOptions =
  | { readonly learningRate: Schedule; readonly rates?: never }
  | {
      /** 0 leaves a weight as it is: `(path, step) => (path === 'table' ? 0 : rateAt(s, step))`. */
      readonly rates: Rates;
      readonly learningRate?: never;
    };

/**
 * The rate of each weight, whichever way it was given.
 *
 * @param name optimizer, for the message
 * @throws InputError if there is none
 */
export function ratesOf(name: string, { learningRate, rates }: RateOptions): Rates {
  if (rates !== undefined) return rates;
  if (typeof learningRate !== 'number' && typeof learningRate !== 'function')
    throw new InputError(noRate(name, learningRate));
  return (_, step) => rateAt(learningRate, step);
}

/** The form of a rate that rises, then falls. */
export interface WarmUpThenCosineOptions {
  /** The highest rate. */
  readonly peak: number;
  /** Steps in which it rises from 0 in a straight line. */
  readonly warmUp: number;
  /** Steps after which it is 0. */
  readonly steps: number;
}

/**
 * Rises in a straight line, then falls along half a cosine to 0.
 *
 *   rate(s) = peak * (s + 1) / warmUp                                          for s < warmUp
 *   rate(s) = peak * (1 + cos(pi * (s - warmUp) / (steps - warmUp))) / 2       from there on
 *   rate(s) = 0                                                                for s >= steps
 *
 * Fewer steps than `warmUp` end on the way up.
 *
 * Source: Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
 *
 * @throws InputError if one of them is negative or not finite
 */
export function warmUpThenCosine({ peak, warmUp, steps }: WarmUpThenCosineOptions): Schedule {
  checkPeak('warmUpThenCosine', peak);
  checkedNumber('warmUpThenCosine warmUp', warmUp, from0, 'Pass 0 to begin at the peak.');
  checkedNumber('warmUpThenCosine steps', steps, from0, 'Pass the steps of the training.');
  return (step) => {
    if (step >= steps) return 0;
    if (step < warmUp) return (peak * (step + 1)) / warmUp;
    const way = (step - warmUp) / (steps - warmUp);
    return (peak * (1 + Math.cos(Math.PI * way))) / 2;
  };
}

/**
 * Rises in a straight line, then falls with the root of the steps taken.
 *
 *   rate(s) = peak * min(t / warmUp, sqrt(warmUp / t)),   t = s + 1
 *
 * Source: Vaswani et al. 2017, arXiv 1706.03762, section 5.3, where peak is 1 / sqrt(D warmUp).
 *
 * @param options.peak the highest rate
 * @param options.warmUp steps until the peak, at least 1
 * @throws InputError if peak or warmUp is out of its range
 */
export function warmUpThenInverseSqrt(options: {
  readonly peak: number;
  readonly warmUp: number;
}): Schedule {
  const { peak, warmUp } = options;
  checkPeak('warmUpThenInverseSqrt', peak);
  checkedNumber('warmUpThenInverseSqrt warmUp', warmUp, from1, 'Pass 1 to begin at the peak.');
  return (step) => peak * Math.min((step + 1) / warmUp, Math.sqrt(warmUp / (step + 1)));
}

/**
 * Stays at the peak, then falls with the root of the steps taken.
 *
 *   rate(s) = peak * min(1, sqrt(hold / t)),   t = s + 1
 *
 * Source: Raffel et al. 2020, arXiv 1910.10683, section 3.1.2: 1 / sqrt(max(t, 10,000)) is a peak
 * of 0.01 that holds for 10,000 steps.
 *
 * @param options.peak the highest rate
 * @param options.hold steps that stay at the peak, at least 1
 * @throws InputError if peak or hold is out of its range
 */
export function holdThenInverseSqrt(options: {
  readonly peak: number;
  readonly hold: number;
}): Schedule {
  const { peak, hold } = options;
  checkPeak('holdThenInverseSqrt', peak);
  checkedNumber('holdThenInverseSqrt hold', hold, from1, 'Pass 1 to fall from the first step on.');
  return (step) => peak * Math.min(1, Math.sqrt(hold / (step + 1)));
}

function checkPeak(name: string, peak: number): void {
  checkedNumber(`${name} peak`, peak, from0, 'Pass the highest rate, such as 0.01.');
}

const noRate = (name: string, received: unknown) =>
  wrongInput(
    `${name} learningRate`,
    'a number or a function of the step',
    String(received),
    'Pass { learningRate: 0.01 }, or rates for each weight.',
  );
