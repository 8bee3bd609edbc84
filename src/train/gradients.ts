import type * as tf from '@tensorflow/tfjs-core';
import { shape, type Params } from '../core/index.js';
import { pullback } from '../core/pullback.js';

/** A scalar function's value, and its gradients as a tree of the weights' form. */
export type ValueAndGradients<P> = {
  readonly value: tf.Scalar;
  readonly gradients: P;
};

/**
 * A scalar function of a tree of weights, and its gradient with respect to every leaf.
 *
 * @param f maps weights to a scalar, such as a loss
 * @param params where value and gradient are taken
 * @returns the value, and the gradients as a tree of the same form; zeros for a leaf that f ignores
 * @throws ShapeError if f returns anything but a scalar
 */
export function valueAndGradients<P extends Params>(
  f: (params: P) => tf.Scalar,
  params: P,
): ValueAndGradients<P> {
  const scalar = (p: P) => {
    const y = f(p);
    shape('', y, 'valueAndGradients f');
    return y;
  };
  return pullback(scalar, params);
}
