import type { Subject } from '../judge/subject.js';
import type { Observed, Outcome } from '../outcome.js';
import type { TensorValue, Value } from '../value.js';

/** What a call that left everything as it was looks like. */
export const quiet: Observed = {
  inputsChanged: [],
  tensorsLeaked: 0,
  standInCalls: [],
  promised: false,
};

/** An answered call. */
export function answered(value: Value, observed: Partial<Observed> = {}): Outcome {
  return { kind: 'value', value, observed: { ...quiet, ...observed } };
}

/** Answered gradients. */
export function gradientsOf(gradients: Readonly<Record<string, TensorValue | null>>): Outcome {
  return { kind: 'gradient', gradients, observed: quiet };
}

/** A subject without a process: the judge's own tests need to see only what it makes of answers. */
export function fakeSubject(
  call: (args: Readonly<Record<string, Value>>) => Value | Outcome,
  gradient: () => Outcome = () => ({ kind: 'infra-error', reason: 'no gradient here' }),
): Subject {
  return {
    call: (args) => Promise.resolve(asOutcome(call(args))),
    handle: () => Promise.resolve({ kind: 'infra-error', reason: 'no handles here' }),
    gradient: () => Promise.resolve(gradient()),
  };
}

const isOutcome = (value: Value | Outcome): value is Outcome =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';

const asOutcome = (value: Value | Outcome) => (isOutcome(value) ? value : answered(value));
