import * as tf from '@tensorflow/tfjs-core';
import { add, div, mul, sqrt, square } from '../core/index.js';
import { lerp } from './lerp.js';
import { holdThenInverseSqrt, ratesOf, type RateOptions } from './schedules.js';
import { above0, from0, setting } from './settings.js';
import { optimizerOf, type Optimizer, type ShapesOf } from './update-rule.js';

/** Settings of Adafactor. */
export type AdafactorOptions = Partial<RateOptions> & {
  /** Whether a rate is a share of the weight's own size; default true. */
  readonly relativeToWeights?: boolean;
  /** Root mean square above which a step is shortened, before the rate; default 1. */
  readonly clipThreshold?: number;
  /** The mean square keeps 1 - t^-decay of itself at step t; default 0.8. */
  readonly decay?: number;
  /** Added to squared gradients; default 1e-30. */
  readonly epsilon?: number;
  /** Least size of a weight that a relative rate is taken of; default 1e-3. */
  readonly leastSize?: number;
};

/** Of a matrix the means of its rows and columns are enough; the rest keeps each entry's square. */
type Squares =
  { readonly rows: tf.Tensor; readonly columns: tf.Tensor } | { readonly entries: tf.Tensor };

/**
 * Adafactor: Adam without the mean gradient, with R + C numbers of memory for an [R, C] matrix
 * instead of R C. Of more axes, the last two are factored.
 *
 *   s  = g * g + epsilon
 *   r' = r + t^-decay (mean of s along each row - r)       c' likewise along each column
 *   v' = r' c' / mean(r')       of a vector: v' = v + t^-decay (s - v)
 *   u  = g / sqrt(v')
 *   w' = w - rate * max(leastSize, rms(w)) * u / max(1, rms(u) / clipThreshold),   t = step + 1
 *
 * Source: Shazeer and Stern 2018, arXiv 1804.04235, algorithms 4 to 6. Variant: without momentum
 * and weight decay, as T5 was trained.
 *
 * @param options without a rate, it is the paper's and T5's: 0.01 for 10,000 steps, from then on
 *   1 / sqrt(t)
 */
export function adafactor(options: AdafactorOptions = {}): Optimizer {
  const { relativeToWeights = true, rates } = options;
  const { learningRate = holdThenInverseSqrt({ peak: 0.01, hold: 10_000 }) } = options;
  const clipThreshold = setting('adafactor clipThreshold', options.clipThreshold, 1, above0);
  const decay = setting('adafactor decay', options.decay, 0.8, from0);
  const epsilon = setting('adafactor epsilon', options.epsilon, 1e-30, above0);
  const leastSize = setting('adafactor leastSize', options.leastSize, 1e-3, from0);
  return optimizerOf({
    name: 'adafactor',
    rates: rates ?? ratesOf('adafactor', { learningRate }),
    memory: shapesOfSquares,
    numbers: { rate: ({ rate }) => rate, fresh: ({ t }) => t ** -decay },
    update(w, g, memory, { rate, fresh }) {
      const squares = blend(memory, add(square(g), epsilon), fresh);
      const u = div(g, rootOf(squares));
      const shortened = div(u, tf.maximum(1, div(rootMeanSquare(u), clipThreshold)));
      const reach = relativeToWeights ? mul(rate, tf.maximum(leastSize, rootMeanSquare(w))) : rate;
      return { change: mul(shortened, reach), memory: squares };
    },
  });
}

function shapesOfSquares({ shape }: tf.Tensor): ShapesOf<Squares> {
  if (shape.length < 2) return { entries: shape };
  const [R = 1, C = 1] = shape.slice(-2);
  const leading = shape.slice(0, -2);
  return { rows: [...leading, R], columns: [...leading, C] };
}

function blend(old: Squares, squared: tf.Tensor, fresh: tf.Scalar): Squares {
  if ('entries' in old) return { entries: lerp(old.entries, squared, fresh) };
  return {
    rows: lerp(old.rows, tf.mean(squared, -1), fresh),
    columns: lerp(old.columns, tf.mean(squared, -2), fresh),
  };
}

/** Roots first, then their product: a product of two tiny means would be 0 in single precision. */
function rootOf(squares: Squares): tf.Tensor {
  if ('entries' in squares) return sqrt(squares.entries);
  const { rows, columns } = squares;
  const share = div(rows, tf.mean(rows, -1, true));
  return mul(tf.expandDims(sqrt(share), -1), tf.expandDims(sqrt(columns), -2));
}

function rootMeanSquare(x: tf.Tensor): tf.Scalar {
  return sqrt(tf.mean<tf.Scalar>(square(x)));
}
