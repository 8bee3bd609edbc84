import * as tf from '@tensorflow/tfjs-core';
import { InputError, mul, wrongInput, type Rng } from '../core/index.js';

/** How much is dropped, and whether the model is in training: elsewhere nothing is. */
export interface DropoutOptions {
  /** Probability of each number to be dropped, in [0, 1). */
  readonly rate: number;
  readonly train: boolean;
}

/**
 * In training, sets each number to 0 with probability `rate` and divides the others by 1 - rate, so
 * that the expected value stays. Otherwise returns x.
 *
 * Source: Srivastava et al. 2014, "Dropout". Variant: scaled in training, not at use (PyTorch).
 *
 * @param x numbers of any shape
 * @returns x with some numbers dropped, of the same shape
 * @throws InputError if the rate is outside [0, 1)
 */
export function dropout<R extends tf.Rank>(
  x: tf.Tensor<R>,
  { rate, train }: DropoutOptions,
  rng: Rng,
): tf.Tensor<R> {
  if (!(rate >= 0 && rate < 1))
    throw new InputError(
      wrongInput(
        'dropout rate',
        'a probability in [0, 1)',
        String(rate),
        'Take 0.1 to begin with.',
      ),
    );
  if (!train || rate === 0) return x;
  const kept = Float32Array.from({ length: x.size }, () =>
    rng.uniform() < rate ? 0 : 1 / (1 - rate),
  );
  return mul(x, tf.tensor<R>(kept, x.shape, 'float32'));
}
