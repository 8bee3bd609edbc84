import { counts } from '../bundle/latest.js';
import type { Level } from '../task.js';
import type { SubmissionReport, TaskVerdict } from '../verdict.js';

/** Where a class stands with one task. */
export interface TaskSummary {
  readonly id: string;
  readonly passed: number;
  readonly unwritten: number;
  /** By the machine's fault. */
  readonly ungraded: number;
  /** The ways to fail, the most frequent first. */
  readonly failures: readonly Failures[];
}

/** Those who failed a task in the same place. */
export interface Failures {
  /** How high on the ladder, where the function ran. */
  readonly level?: Level;
  /** Title of the check, or what became of the code: `timeout`. */
  readonly at: string;
  readonly count: number;
  /** How many made which known mistake, the most frequent first. */
  readonly mistakes: readonly (readonly [mistake: string, count: number])[];
}

/**
 * What a class did with each task of a lesson. Of several attempts of one person the latest counts.
 *
 * @param reports of a batch
 * @param lesson whose tasks are meant
 */
export function taskSummaries(
  reports: readonly SubmissionReport[],
  lesson: string,
): readonly TaskSummary[] {
  const verdicts = reports
    .filter((report) => report.lesson === lesson && counts(report))
    .flatMap(({ tasks }) => tasks);
  return [...grouped(verdicts, ({ id }) => id)].map(([id, all]) => {
    const having = (status: TaskVerdict['status']) =>
      all.filter((verdict) => verdict.status === status).length;
    return {
      id,
      passed: having('passed'),
      unwritten: having('unattempted'),
      ungraded: having('infra-error'),
      failures: failuresOf(all),
    };
  });
}

function failuresOf(verdicts: readonly TaskVerdict[]): readonly Failures[] {
  const failed = verdicts.filter(
    ({ status }) => !['passed', 'unattempted', 'infra-error'].includes(status),
  );
  const places = grouped(failed, ({ status, check }) => check ?? status.replaceAll('-', ' '));
  const failures = [...places].map(([at, all]) => {
    const known = all.flatMap(({ mistake }) => (mistake === undefined ? [] : [mistake]));
    const mistakes = [...grouped(known, (mistake) => mistake)].map(
      ([mistake, those]) => [mistake, those.length] as const,
    );
    const level = all[0]?.ladder?.find(({ came }) => came === 'failed')?.level;
    return {
      ...(level !== undefined && { level }),
      at,
      count: all.length,
      mistakes: mistakes.sort(([, a], [, b]) => b - a),
    };
  });
  return failures.sort((a, b) => b.count - a.count);
}

/** In the order of the first of each group. */
function grouped<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
