import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of a scalar function by central differences, one entry at a time.
 *
 *   g[i] = (f(x + step e[i]) - f(x - step e[i])) / (2 step),   e[i] being 1 at entry i, else 0
 *
 * Its error falls with step squared until rounding, which grows as 1 / step, takes over.
 *
 * @param f maps a tensor shaped like x to a scalar
 * @param x where the gradient is taken, any shape
 * @param step half the distance between the two points, in the unit of x
 * @returns df/dx, shaped like x
 */
export function numericGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  step: number,
): tf.Tensor {
  const values = Array.from(x.dataSync());
  const at = (i: number, moved: number) =>
    tf.tidy(() => {
      const point = values.map((value, j) => (j === i ? value + moved : value));
      return f(tf.tensor(point, x.shape, 'float32')).dataSync()[0] ?? NaN;
    });
  const gradient = values.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
  return tf.tensor(gradient, x.shape, 'float32');
}
