import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from './errors.js';
import { hasNativeOps, nativeOp, outputOf } from './native-op.js';
import { mul } from './ops.js';
import type { Rng } from './rng.js';
import { shape } from './shape.js';

/** How training drops numbers. Leave it out and nothing is dropped. */
export interface Chance {
  /** Probability that a number is dropped, in [0, 1). */
  readonly rate: number;
  /** Decides what is dropped. Give every drop its own with `within`. */
  readonly rng: Rng;
}

/** The chance of one part of a model, which does not depend on how many others there are. */
export function within(chance: Chance | undefined, name: string): Chance | undefined {
  return chance && { ...chance, rng: chance.rng.split(name) };
}

/**
 * Sets each number to 0 with probability `rate` and divides the others by 1 - rate, so that the
 * expected value stays. Without a chance it returns x.
 *
 * What it drops follows from the seed of the stream alone, so a layer that computes its inputs
 * again drops the same numbers again. Two drops with the same chance would drop the same places
 * too: give each its own, `within(chance, 'attention')`.
 *
 * Source: Srivastava et al. 2014, "Dropout". Variant: scaled in training, not at use (PyTorch).
 *
 * @param x numbers of any shape
 * @param chance rate, and the stream that decides; equal seeds drop the same on one backend
 * @returns x with some numbers dropped, of the same shape
 * @throws InputError if the rate is outside [0, 1)
 */
export function dropout<R extends tf.Rank>(
  x: tf.Tensor<R>,
  chance: Chance | undefined,
): tf.Tensor<R> {
  if (chance === undefined) return x;
  shape('...', x, 'dropout x');
  const { rate, rng } = chance;
  if (!(rate >= 0 && rate < 1)) throw new InputError(wrongRate(rate));
  if (rate === 0) return x;
  const kept = tf.cast(tf.greaterEqual(uniform<R>(x.shape, rng.split('dropout')), rate), 'float32');
  return mul(x, tf.mul<tf.Tensor<R>>(kept, 1 / (1 - rate)));
}

/**
 * Uniform numbers in [0, 1). TensorFlow draws them far faster than JavaScript, from a seed that is
 * a tensor, so that a recorded graph can be given another one at each step.
 */
function uniform<R extends tf.Rank>(shape: tf.ShapeMap[R], rng: Rng): tf.Tensor<R> {
  if (!hasNativeOps()) return rng.uniformTensor<R>(shape);
  const made = nativeOp(statelessUniform, [tf.tensor1d(shape, 'int32'), rng.seedTensor()]);
  return outputOf<R>(made, 0);
}

const statelessUniform = {
  name: 'StatelessRandomUniform',
  attributes: { T: 'int32', Tseed: 'int32', dtype: 'float32' },
  outputs: 1,
} as const;

const wrongRate = (rate: number) =>
  wrongInput('dropout rate', 'a probability in [0, 1)', String(rate), 'Take 0.1 to begin with.');
