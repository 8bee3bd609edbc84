import { valueTolerance } from '../checks/checks.js';
import type { Failure, Outcome } from '../outcome.js';
import type { Case, ContractCheck, GradientCheck, ValuesCheck } from '../task.js';
import type { Value } from '../value.js';
import { isByHand, nearlyRight } from './by-hand.js';
import { differences, isOfForm, type Difference } from './compare.js';
import { explain, hintIn } from './explain.js';
import { failureText, inputsChanged, notTheSameTwice } from './failures.js';
import { filledGradients, type References } from './references.js';
import { isFailure, type Questioned } from './subject.js';

/** What a check needs besides the subject. */
export interface Asking {
  readonly references: References;
  /** Axes of each output tensor by path, from the task's contract. */
  readonly axes: Readonly<Record<string, string>>;
  readonly seed: number;
}

export interface CaseResult {
  readonly answers: readonly Outcome[];
  /** What is wrong; nothing if the case came out right. */
  readonly message?: string;
  /** What the answer is in terms of the right one; worth saying if it holds in every case. */
  readonly hint?: string;
  readonly failure?: Failure;
  /** How the answer differs from the right one, where that is what is wrong. */
  readonly found?: readonly Difference[];
}

/** Shape, dtype, finite, inputs untouched, same answer twice. */
export async function runContract(
  check: ContractCheck,
  of: Case,
  subject: Questioned,
  asking: Asking,
): Promise<CaseResult> {
  const checked = checkedText(check, of);
  const first = await subject.answer(of);
  if (first.kind !== 'value') return failed(checked, first);
  const expected = await asking.references.value(of);
  const found = differences(expected, first.value, valueTolerance).filter(isOfForm);
  if (found.length > 0)
    return {
      answers: [first],
      found,
      message: explain(found, expected, {
        checked,
        axes: asking.axes,
        tolerance: valueTolerance,
        nameOf: (path) => path,
      }),
    };
  const [changed] = first.observed.inputsChanged;
  if (changed !== undefined) return { answers: [first], message: inputsChanged(checked, changed) };
  const second = await subject.again(of);
  const answers = [first, second];
  if (second.kind !== 'value') return { ...failed(checked, second), answers };
  return differences(first.value, second.value, valueTolerance).length > 0
    ? { answers, message: notTheSameTwice(checked) }
    : { answers };
}

/** Equal to the reference. */
export async function runValues(
  check: ValuesCheck,
  of: Case,
  subject: Questioned,
  asking: Asking,
): Promise<CaseResult> {
  const checked = checkedText(check, of);
  const answer = await subject.answer(of);
  if (answer.kind !== 'value') return failed(checked, answer);
  const expected = await asking.references.value(of);
  const result = compared(answer, expected, answer.value, {
    checked,
    axes: asking.axes,
    tolerance: check.tolerance,
    nameOf: (path) => path,
  });
  const near = isByHand(check) && result.found ? nearlyRight(result.found) : undefined;
  return near === undefined ? result : { ...result, hint: near };
}

/** The gradient through the function, argument by argument. */
export async function runGradient(
  check: GradientCheck,
  of: Case,
  subject: Questioned,
  asking: Asking,
): Promise<CaseResult> {
  const checked = checkedText(check, of);
  const expected = await asking.references.gradients(of, check.withRespectTo);
  const cotangent = await asking.references.cotangent(of);
  const answer = await subject.subject.gradient(of.args, check.withRespectTo, cotangent);
  if (answer.kind !== 'gradient') return failed(checked, answer);
  const received = filledGradients(answer.gradients, of, check.withRespectTo);
  return compared(answer, expected, received, {
    checked,
    axes: {},
    tolerance: check.tolerance,
    nameOf: (path) => gradientName(path, check.withRespectTo),
    ifZero: 'A gradient passes only through tensor operations: dataSync and arraySync cut it off.',
  });
}

function compared(
  answer: Outcome,
  expected: Value,
  received: Value,
  wording: Parameters<typeof explain>[2],
): CaseResult {
  const found = differences(expected, received, wording.tolerance);
  const answers = [answer];
  if (found.length === 0) return { answers };
  const hint = hintIn(found, wording);
  return { answers, found, message: explain(found, expected, wording), ...(hint && { hint }) };
}

function failed(checked: string, outcome: Outcome): CaseResult {
  return isFailure(outcome)
    ? { answers: [outcome], message: failureText(checked, outcome), failure: outcome }
    : { answers: [outcome] };
}

const checkedText = (check: { readonly title: string }, of: Case) =>
  `${check.title}, input '${of.name}'`;

/**
 * What a gradient is called: `d wHh` for that of `p.wHh`, unless two would end up with one name.
 */
export function gradientName(path: string, all: readonly string[]): string {
  const last = (of: string) => of.split('.').at(-1) ?? of;
  const isAlone = all.filter((other) => last(other) === last(path)).length === 1;
  return `d ${isAlone ? last(path) : path}`;
}
