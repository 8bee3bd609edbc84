import type { Status, SubmissionReport } from '../verdict.js';

/** How many tasks of a submission ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Threw, did not end, took too much, or could not be read. */
  readonly broken: number;
  readonly unwritten: number;
  /** By the machine's fault. */
  readonly ungraded: number;
}

export function tally({ tasks }: SubmissionReport): Tally {
  const count = (...statuses: readonly Status[]) =>
    tasks.filter(({ status }) => statuses.includes(status)).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    broken: count('error', 'timeout', 'out-of-memory', 'killed'),
    unwritten: count('unattempted'),
    ungraded: count('infra-error'),
  };
}

/** A submission in a line: `7 of 10 tasks passed, 70 of 100 points; 1 failed, 2 not written`. */
export function tallyText(report: SubmissionReport): string {
  const { passed, failed, broken, unwritten, ungraded } = tally(report);
  const { tasks, points, maxPoints } = report;
  const rest = [
    [failed, 'failed'],
    [broken, 'broken'],
    [unwritten, 'not written'],
    [ungraded, 'not graded by a fault of the machine'],
  ] as const;
  const others = rest.flatMap(([count, word]) => (count > 0 ? [`${String(count)} ${word}`] : []));
  const first = `${String(passed)} of ${String(tasks.length)} tasks passed, ${String(points)} of ${String(maxPoints)} points`;
  return others.length === 0 ? first : `${first}; ${others.join(', ')}`;
}
