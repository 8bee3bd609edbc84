import { tensorsIn, type Value } from '../value.js';

/**
 * Most tensor operations that a gradient by its formula takes.
 *
 * Measured over the six backward passes of the first lessons, mistakes and variants included: at
 * most 6.3 times the reference's, by a loop over the rows of a batch. Finite differences that call
 * the step twice for each entry take far more. Differences batched into one tensor, or computed in
 * plain JavaScript, do not: this count does not see them.
 *
 * @param usual the reference's, on the same input
 * @param gradients what the reference answered
 */
export function mostKernels(usual: number, gradients: Value): number {
  const entries = tensorsIn(gradients).reduce((sum, [, { data }]) => sum + data.length, 0);
  return 8 * usual + entries;
}
