import * as tf from '@tensorflow/tfjs-core';

const slopeAtZero = 2 / Math.sqrt(Math.PI);

/**
 * The error function, in (-1, 1), as exactly as the backend's numbers allow.
 *
 *   erf(x) = 2 / sqrt(pi) * integral from 0 to x of exp(-t^2) dt
 *
 * tfjs's own in plain JavaScript has few digits near 0, and 7 elsewhere, in double precision too.
 */
export function erf<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  const apply = tf.customGrad<tf.Tensor<R>>((given, save) => {
    (save as tf.GradSaveFunc)([given as tf.Tensor]);
    return {
      value:
        tf.getBackend() === 'cpu'
          ? entryByEntry(given as tf.Tensor<R>)
          : tf.erf(given as tf.Tensor<R>),
      gradFunc: (dy: tf.Tensor, [at]: tf.Tensor[]) =>
        tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(at as tf.Tensor))), slopeAtZero)),
    };
  });
  return apply(x);
}

function entryByEntry<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.tensor<R>(Float32Array.from(x.dataSync(), erfOf), x.shape, 'float32');
}

/**
 * By Kummer's series, whose terms are all positive, so that nothing cancels:
 *
 *   erf(x) = 2 / sqrt(pi) * exp(-x^2) * sum over n of x (2 x^2)^n / (1 * 3 * ... * (2 n + 1))
 *
 * Source: Abramowitz and Stegun 1964, 7.1.6.
 */
export function erfOf(x: number): number {
  // From here on it differs from 1 by less than half of the last digit.
  if (Math.abs(x) >= 6) return Math.sign(x);
  const twiceSquare = 2 * x * x;
  let term = x;
  let total = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
    term *= twiceSquare / (2 * n + 1);
    total += term;
  }
  return slopeAtZero * Math.exp(-x * x) * total;
}
