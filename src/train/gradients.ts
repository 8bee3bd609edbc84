import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  div,
  flattenParams,
  InputError,
  mapParams,
  mul,
  shape,
  sub,
  wrongInput,
  type Params,
} from '../core/index.js';
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
 * @throws ShapeError if f returns another thing than a scalar
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

/** Value and gradients over some batches, and what these weigh together. */
export type Weighed<P> = ValueAndGradients<P> & { readonly weight: tf.Scalar };

/**
 * The mean of two batches' values and gradients: that of one batch made of both, where each value
 * is a mean over what the batch's weight counts, such as rows or real tokens.
 *
 *   mean = a + (b - a) * weight(b) / (weight(a) + weight(b))
 */
export function weightedMean<P extends Params>(a: Weighed<P>, b: Weighed<P>): Weighed<P> {
  const weight = add(a.weight, b.weight);
  const share = div(b.weight, weight);
  const blend = <R extends tf.Rank>(x: tf.Tensor<R>, y: tf.Tensor<R>) =>
    tf.add<tf.Tensor<R>>(x, mul(sub(y, x), share));
  const others = flattenParams(b.gradients);
  return {
    value: blend(a.value, b.value),
    gradients: mapParams(a.gradients, (x, path) =>
      blend(x, entryAt('weightedMean b', others, path)),
    ),
    weight,
  };
}

/** What a record holds for the path of a weight. */
export function entryAt<T>(what: string, entries: Readonly<Record<string, T>>, path: string): T {
  const entry = entries[path];
  if (entry !== undefined) return entry;
  const paths = Object.keys(entries).map((other) => `'${other}'`);
  throw new InputError(
    wrongInput(
      what,
      `an entry for '${path}'`,
      paths.length === 0 ? 'none' : `only ${paths.join(', ')}`,
      'Pass what was made from the same weights.',
    ),
  );
}
