import { InputError, wrongInput } from '../src/core/index.js';

/** How much time a notebook may take: some seconds, a minute and a half, or as long as good models need. */
export type Budget = 'quick' | 'default' | 'full';

const budgets: readonly string[] = ['quick', 'default', 'full'] satisfies Budget[];

/**
 * The budget of this run, from the environment's UNROLL_BUDGET.
 *
 * @throws InputError if UNROLL_BUDGET names none
 */
export function budget(): Budget {
  const named = process.env['UNROLL_BUDGET'] ?? '';
  if (named === '') return 'default';
  if (isBudget(named)) return named;
  throw new InputError(
    wrongInput('UNROLL_BUDGET', budgets.join(', '), named, 'Unset it for the default.'),
  );
}

function isBudget(name: string): name is Budget {
  return budgets.includes(name);
}

/**
 * One of three values by the budget of this run: `pick({ quick: 50, default: 600, full: 5000 })` steps.
 *
 * @param choices a value for each budget
 */
export function pick<T>(choices: Readonly<Record<Budget, T>>): T {
  return choices[budget()];
}
