import type { SubmissionReport, Submitted } from '../verdict.js';

/**
 * Marks which attempt of each person at each lesson is the latest, by the time that the bundle
 * gives, then by the attempt's number, then by the order of the batch.
 *
 * @param reports in the order of the batch; bare files say nothing of who and when, and stay as they are
 */
export function withLatest(reports: readonly SubmissionReport[]): readonly SubmissionReport[] {
  const latest = new Map<string, SubmissionReport>();
  for (const report of reports) {
    if (report.submitted === undefined) continue;
    const key = personAt(report.lesson, report.submitted);
    const best = latest.get(key)?.submitted;
    if (best === undefined || isLater(report.submitted, best)) latest.set(key, report);
  }
  return reports.map((report) => {
    const { submitted, lesson } = report;
    if (submitted === undefined) return report;
    const isLatest = latest.get(personAt(lesson, submitted)) === report;
    return { ...report, submitted: { ...submitted, latest: isLatest } };
  });
}

/** Whether a report counts where each person counts once. */
export const counts = ({ submitted }: SubmissionReport) => submitted?.latest !== false;

/** The school's id says who it is; a name does where there is none. */
const personAt = (lesson: string, { id, name }: Submitted) =>
  JSON.stringify([lesson, id === undefined ? 'name' : 'id', (id ?? name).trim().toLowerCase()]);

function isLater(a: Submitted, b: Submitted): boolean {
  if (a.time !== b.time) return a.time > b.time;
  return a.attempt >= b.attempt;
}
