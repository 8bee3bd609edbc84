import type { Draws } from '../../src/core/draws.js';
import type {
  Ask,
  ContractCheck,
  GradientCheck,
  Input,
  PropertyCheck,
  Tolerance,
  ValuesCheck,
} from '../task.js';

/**
 * The box computes in double precision. Over all tasks of the first two lessons, in parts of the
 * tensor's largest entry: keys and right variants stay within 2e-13 of the reference (a numeric
 * gradient, which divides rounding by a small step; all else within 2e-14), the mildest known
 * mistake that only values show is 2e-4 off (a numeric gradient again; all else 0.2 or more).
 * 1e-8 lies well between.
 */
export const valueTolerance: Tolerance = { absolute: 1e-12, relative: 1e-8 };

/**
 * As above, for gradients: keys and right variants stay within 6e-15, the mildest known mistakes
 * are 0.4 off. Later lessons' gradients pass through more arithmetic and get more room.
 */
export const gradientTolerance: Tolerance = { absolute: 1e-12, relative: 1e-6 };

/**
 * As above, for gradients by hand: right variants stay within 2e-15. Central differences at their
 * best step miss by some 1e-10; differences of a higher order come closer than this.
 */
const byHandTolerance: Tolerance = { absolute: 1e-12, relative: 1e-11 };

const onInputs = (what: string, cases: readonly Input[]) =>
  `${what} on ${String(cases.length)} ${cases.length === 1 ? 'input' : 'inputs'}`;

interface CaseOptions {
  readonly cases: readonly Input[];
  /** Part of the task's points; the parts of a task sum to 1. */
  readonly share: number;
  readonly title?: string;
  readonly tolerance?: Tolerance;
}

/**
 * Level 1: shape, dtype, finite, inputs untouched, same answer twice.
 *
 * @param options.axes axes of each output tensor by path, for messages: `{ '': 'B U' }`
 * @param options.share default 0: the form of an answer earns nothing by itself
 */
export function contract(options: {
  readonly cases: readonly Input[];
  readonly axes?: Readonly<Record<string, string>>;
  readonly share?: number;
  readonly title?: string;
}): ContractCheck {
  const { cases, axes = {}, share = 0, title = onInputs('contract', cases) } = options;
  return { kind: 'contract', level: 'contract', title, share, cases, axes };
}

/** Level 2: equal to the reference. */
export function values(options: CaseOptions): ValuesCheck {
  const { cases, share, tolerance = valueTolerance, title = onInputs('values', cases) } = options;
  return { kind: 'values', level: 'values', title, share, cases, tolerance };
}

/** Level 3 for a backward pass written by hand: its gradients, parameter by parameter. */
export function backward(options: CaseOptions): ValuesCheck {
  const { cases, share, tolerance = byHandTolerance } = options;
  const title = options.title ?? onInputs('gradients by hand', cases);
  return { kind: 'values', level: 'gradient', title, share, cases, tolerance };
}

/** Level 3: the gradient through the function, path by path. */
export function gradient(
  options: CaseOptions & {
    /** Paths of the arguments: `['p.wIh', 'x']`. */
    readonly withRespectTo: readonly string[];
  },
): GradientCheck {
  const { cases, share, withRespectTo, tolerance = gradientTolerance } = options;
  const title = options.title ?? onInputs('gradients', cases);
  return { kind: 'gradient', level: 'gradient', title, share, cases, withRespectTo, tolerance };
}

interface PropertyOptions {
  readonly title: string;
  readonly share: number;
  /** Returns what is wrong, as a sentence the student reads, or nothing. */
  readonly holds: (ask: Ask, rng: Draws) => Promise<string | undefined>;
}

/** Level 4: something true of every right function: causal, sums to one, step = whole. */
export function law({ title, share, holds }: PropertyOptions): PropertyCheck {
  return { kind: 'property', level: 'laws', title, share, holds };
}

/** Level 5: what the function does in use: frequencies, calls of a stand-in, a batch overfitted. */
export function behaviour({ title, share, holds }: PropertyOptions): PropertyCheck {
  return { kind: 'property', level: 'behaviour', title, share, holds };
}
