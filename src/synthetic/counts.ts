import { InputError, wrongInput } from '../core/index.js';

/**
 * Refuses a size that is none.
 *
 * @throws InputError if it is not a whole number from `least`
 */
export function checkCount(what: string, count: number, least = 1): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new InputError(
    wrongInput(what, `a whole number from ${least}`, String(count), `Pass ${least} or more.`),
  );
}
