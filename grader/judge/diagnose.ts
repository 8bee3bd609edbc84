import { valueTolerance } from '../checks/checks.js';
import type { Outcome } from '../outcome.js';
import type { Check, Tolerance } from '../task.js';
import type { Value } from '../value.js';
import type { Asking } from './case-checks.js';
import type { Answers } from './check-result.js';
import { differences } from './compare.js';
import { runCheck } from './run-check.js';
import { Questioned, type Subject } from './subject.js';

/** A known slip as the judge sees it: a name, help in rising order, and something to ask. */
export interface KnownMistake {
  readonly id: string;
  readonly place: string;
  readonly probe: string;
  readonly cause: string;
  readonly subject: Subject;
}

/**
 * How a submission failed: what it answered to the first check that it failed, and which checks it
 * passed.
 */
export interface Symptoms {
  readonly check: Check;
  readonly answers: Answers;
  readonly passed: readonly Check[];
}

/**
 * The one known mistake that answers the failed check's questions as the submission did, and passes
 * what it passed: on a single input quite different mistakes may come out alike.
 *
 * @returns nothing if none does, or if several do: a wrong name is worse than none
 */
export async function diagnose(
  { check, answers, passed }: Symptoms,
  known: readonly KnownMistake[],
  asking: Asking,
): Promise<KnownMistake | undefined> {
  const tolerance = 'tolerance' in check ? check.tolerance : valueTolerance;
  const matches: KnownMistake[] = [];
  for (const mistake of known) {
    const subject = new Questioned(mistake.subject);
    const result = await runCheck(check, subject, asking);
    if (result.ok || !sameAnswers(answers, result.answers, tolerance)) continue;
    if (await passes(subject, passed, asking)) matches.push(mistake);
  }
  return matches.length === 1 ? matches[0] : undefined;
}

async function passes(subject: Questioned, checks: readonly Check[], asking: Asking) {
  for (const check of checks) if (!(await runCheck(check, subject, asking)).ok) return false;
  return true;
}

function sameAnswers(a: Answers, b: Answers, tolerance: Tolerance): boolean {
  if (a.finding !== undefined || b.finding !== undefined) return a.finding === b.finding;
  return (
    a.outcomes.length === b.outcomes.length &&
    a.outcomes.every((outcome, i) => sameOutcome(outcome, b.outcomes[i], tolerance))
  );
}

function sameOutcome(a: Outcome, b: Outcome | undefined, tolerance: Tolerance): boolean {
  if (b === undefined) return false;
  if (a.kind === 'value' && b.kind === 'value')
    return (
      sameValue(a.value, b.value, tolerance) &&
      a.observed.inputsChanged.join() === b.observed.inputsChanged.join()
    );
  if (a.kind === 'gradient' && b.kind === 'gradient')
    return sameValue(a.gradients, b.gradients, tolerance);
  if (a.kind === 'threw' && b.kind === 'threw') return a.name === b.name && a.message === b.message;
  return a.kind === 'unreadable' && b.kind === 'unreadable' && a.reason === b.reason;
}

const sameValue = (a: Value, b: Value, tolerance: Tolerance) =>
  differences(a, b, tolerance).length === 0;
