import type { Check } from '../task.js';
import { tensorsIn, type Value } from '../value.js';
import type { Difference } from './compare.js';

/** Whether a check asks for gradients that the student's own formula gives. */
export const isByHand = ({ kind, level }: Check) => kind === 'values' && level === 'gradient';

/**
 * Most tensor operations that a gradient by its formula takes.
 *
 * Measured over the six backward passes of the first lessons, mistakes and variants included: at
 * most 6.3 times the reference's, by a loop over the rows of a batch. Finite differences that call
 * the step twice for each entry take far more. Differences batched into one tensor, or computed in
 * plain JavaScript, do not: those miss on inputs that are orders of magnitude apart, which each
 * backward task draws.
 *
 * @param usual the reference's, on the same input
 * @param gradients what the reference answered
 */
export function mostKernels(usual: number, gradients: Value): number {
  const entries = tensorsIn(gradients).reduce((sum, [, { data }]) => sum + data.length, 0);
  return 8 * usual + entries;
}

/**
 * What to say of gradients that miss the tolerance for a formula and are right all the same to
 * five digits.
 */
export function nearlyRight(found: readonly Difference[]): string | undefined {
  const isNear = (difference: Difference) => {
    if (difference.kind !== 'entries') return false;
    const { expected, received } = difference;
    const scale = expected.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    return expected.data.every((x, at) => Math.abs(x - (received.data[at] ?? NaN)) < 1e-5 * scale);
  };
  return found.every(isNear)
    ? 'That is as near as differences of a loss come. A formula is right to the last few digits: derive it.'
    : undefined;
}
