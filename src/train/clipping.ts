import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  div,
  flattenParams,
  mapParams,
  mul,
  sqrt,
  square,
  type Params,
} from '../core/index.js';

/**
 * The length of all gradients as one vector.
 *
 *   norm = sqrt(sum over all entries g of g * g)
 *
 * @param gradients a tree of gradients
 * @returns the norm, a scalar
 */
export function globalNorm(gradients: Params): tf.Scalar {
  const squares = Object.values(flattenParams(gradients)).map((g) => tf.sum<tf.Scalar>(square(g)));
  return sqrt(squares.reduce<tf.Scalar>((total, one) => add(total, one), tf.scalar(0)));
}

/**
 * Shortens the gradients if together they are longer than a limit; their direction stays.
 *
 *   g' = g * limit / max(norm, limit),   norm = globalNorm(gradients)
 *
 * Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks".
 *
 * @param gradients a tree of gradients
 * @param limit longest norm that is left as it is, above 0
 * @returns a tree of the same form whose global norm is at most the limit
 */
export function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
  const scale = div(tf.scalar(limit), tf.maximum<tf.Scalar>(globalNorm(gradients), limit));
  return mapParams(gradients, (g) => mul(g, scale));
}

/**
 * Cuts every entry of the gradients off at a limit; their direction may change.
 *
 *   g' = min(max(g, -limit), limit)
 *
 * @param gradients a tree of gradients
 * @param limit largest entry that is left as it is, above 0
 * @returns a tree of the same form with entries from -limit to limit
 */
export function clipByValue<P extends Params>(gradients: P, limit: number): P {
  return mapParams(gradients, (g) => tf.clipByValue(g, -limit, limit));
}
