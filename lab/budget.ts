import { getBackend } from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../src/core/index.js';

/**
 * How much time a notebook may take: some seconds, a minute and a half, or as long as good models
 * need.
 */
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
 * How much of the default's training a backend does in the time that the native one takes for all
 * of it. Steps of recurrent networks with 64 and 128 units take 1.3 to 3 times as much computing on
 * wasm and 4 to 9 times on plain JavaScript, where what is not training, such as sampling, takes
 * most of the time already.
 */
const shares: Readonly<Record<string, number>> = { wasm: 1 / 3, cpu: 1 / 50 };

/**
 * The part of the default budget that fits into its time on this backend; all of it where
 * UNROLL_BUDGET names a budget.
 *
 * @param backend tfjs's name of what computes
 */
export function shareOfDefault(backend = getBackend()): number {
  return (process.env['UNROLL_BUDGET'] ?? '') === '' ? (shares[backend] ?? 1) : 1;
}

/**
 * One of three values by the budget of this run: `pick({ quick: 50, default: 600, full: 5000 })`
 * steps. On a backend that is slower than the native one, a default number is taken nearer to the
 * quick one, and what is no number is the quick one.
 *
 * @param choices a value for each budget
 * @param share part of the default that fits into its time
 */
export function pick<T>(choices: Readonly<Record<Budget, T>>, share = shareOfDefault()): T {
  const chosen = budget();
  if (chosen !== 'default' || share >= 1) return choices[chosen];
  const { quick, default: usual } = choices;
  if (typeof quick !== 'number' || typeof usual !== 'number' || !Number.isFinite(usual))
    return quick;
  const between = quick + share * (usual - quick);
  const isWhole = Number.isInteger(quick) && Number.isInteger(usual);
  return (isWhole ? Math.round(between) : between) as T;
}
