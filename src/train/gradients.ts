import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, shape, tidy, unflattenParams, type Params } from '../core/index.js';

/**
 * A scalar function of a tree of weights, and its gradient with respect to every leaf.
 *
 * @param f maps weights to a scalar, such as a loss
 * @param params where value and gradient are taken
 * @returns the value, and the gradients as a tree of the same form; zeros for a leaf that f ignores
 * @throws ShapeError if f returns another thing than a scalar
 */
export function valueAndGradients<P extends Params>(
  f: (params: P) => tf.Scalar,
  params: P,
): { readonly value: tf.Scalar; readonly gradients: P } {
  const flat = Object.entries(flattenParams(params));
  const leaves = flat.map(([, leaf]) => leaf);
  return tidy(() => {
    const scalar = () => {
      const y = f(params);
      shape('', y, 'valueAndGradients f');
      return y;
    };
    // tf.valueAndGrads refuses a function that ignores a weight.
    const { value, grads } = tf.engine().gradients(scalar, leaves, undefined, true);
    const found: readonly (tf.Tensor | undefined)[] = grads;
    const named = flat.map(([path, leaf], i) => [path, found[i] ?? tf.zerosLike(leaf)] as const);
    return { value, gradients: unflattenParams(params, Object.fromEntries(named)) };
  });
}
