import * as tf from '@tensorflow/tfjs-core';
import {
  flattenParams,
  InputError,
  mapParams,
  mul,
  sqrt,
  square,
  stack,
  sum,
  wrongInput,
  type Params,
} from '../core/index.js';

/**
 * Shortens the gradients if together they are longer than a limit. They keep their direction: all
 * are made smaller by one and the same factor, and gradients within the limit stay as they are.
 *
 *   g'   = g * limit / max(norm, limit)
 *   norm = sqrt(sum over all entries g of all tensors of g * g)
 *
 * Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural
 * networks", algorithm 1. Variant: PyTorch's `clip_grad_norm_` adds 1e-6 to the
 * norm, and an answer that does so is right too.
 *
 * @param gradients a tensor, or a tree of them: records and lists, as `flattenParams` and
 *   `mapParams` take it
 * @param limit longest norm that is left as it is, above 0
 * @returns a tree of the same form whose norm is at most the limit
 * @throws InputError if the limit is not above 0
 */
export function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
  if (!(limit > 0)) throw new InputError(wrongLimit('clipByGlobalNorm', limit));
  const scale = tf.div<tf.Scalar>(limit, tf.maximum(globalNorm(gradients), limit));
  return mapParams(gradients, (g) => mul(g, scale));
}

/**
 * Cuts every entry of the gradients off at a limit; their direction may change.
 *
 *   g' = min(max(g, -limit), limit)
 *
 * @param gradients a tree of gradients
 * @param limit largest entry that is left as it is, above 0
 * @returns a tree of the same form with entries from -limit to limit; NaN stays NaN, so that it
 *   can be found
 * @throws InputError if the limit is not above 0
 */
export function clipByValue<P extends Params>(gradients: P, limit: number): P {
  if (!(limit > 0)) throw new InputError(wrongLimit('clipByValue', limit));
  // The wasm backend's own turns NaN into -limit; comparisons with NaN are false on each.
  return mapParams(gradients, (g) =>
    tf.where(tf.greater(g, limit), limit, tf.where(tf.less(g, -limit), -limit, g)),
  );
}

/**
 * The length of all gradients as one vector.
 *
 *   norm = sqrt(sum over all entries g of g * g)
 *
 * @param gradients a tree of gradients
 * @returns the norm, a scalar
 */
function globalNorm(gradients: Params): tf.Scalar {
  const squares = Object.values(flattenParams(gradients)).map((g) => tf.sum<tf.Scalar>(square(g)));
  return sqrt(sum('N -> ', stack(squares)));
}

const wrongLimit = (name: string, received: number) =>
  wrongInput(`${name} limit`, 'a number above 0', String(received), 'Pass 1 or 5.');

// Exported at the end: a taught function may not use an export of its own file.
export { globalNorm };
