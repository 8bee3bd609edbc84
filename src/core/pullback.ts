import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, unflattenParams, type Params } from './params.js';
import { tidy } from './tidy.js';

/**
 * Takes a gradient back through a function: from its value to its inputs.
 *
 *   gradients = d sum(dValue * f(inputs)) / d inputs
 *
 * @param f maps a tree of tensors to one tensor
 * @param inputs where value and gradients are taken
 * @param dValue gradient of a loss with respect to the value, shaped like it; default: ones
 * @returns the value, and a tree of gradients like the inputs; zeros for what f ignores
 */
export function pullback<P extends Params, R extends tf.Rank>(
  f: (inputs: P) => tf.Tensor<R>,
  inputs: P,
  dValue?: tf.Tensor<R>,
): { readonly value: tf.Tensor<R>; readonly gradients: P } {
  const named = Object.entries(flattenParams(inputs));
  const leaves = named.map(([, leaf]) => leaf);
  return tidy(() => {
    // tf.grads refuses a function that ignores an input.
    const { value, grads } = tf.engine().gradients(() => f(inputs), leaves, dValue, true);
    const found: readonly (tf.Tensor | undefined)[] = grads;
    const gradients = named.map(
      ([path, leaf], i) => [path, found[i] ?? tf.zerosLike(leaf)] as const,
    );
    return { value, gradients: unflattenParams(inputs, Object.fromEntries(gradients)) };
  });
}
