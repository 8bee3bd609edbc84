import type { Check } from '../task.js';
import type { Difference } from './compare.js';

/** Whether a check asks for gradients that the student's own formula gives. */
export const isByHand = ({ kind, level }: Check) => kind === 'values' && level === 'gradient';

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
