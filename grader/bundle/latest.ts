import type { SubmissionReport, Submitted } from '../verdict.js';

/** Clocks and time zones may be wrong by this much. */
const dayMilliseconds = 86_400_000;

/**
 * Marks which attempt of each person at each lesson is the latest, by the time that the bundle
 * gives, then by the attempt's number, then by the order of the batch.
 *
 * A time in the future is not believed: such an attempt is the latest only if no other one gives a
 * time that can be. It is warned of, and so are bundles that give one id and different names.
 *
 * @param reports in the order of the batch; bare files say nothing of who and when, and stay as
 *   they are
 * @param now the time of grading, in milliseconds
 */
export function withLatest(
  reports: readonly SubmissionReport[],
  now = Date.now(),
): readonly SubmissionReport[] {
  const isFuture = ({ time }: Submitted) => Date.parse(time) > now + dayMilliseconds;
  const isLater = (a: Submitted, b: Submitted) =>
    isFuture(a) === isFuture(b) ? isAfter(a, b) : isFuture(b);
  const names = new Map<string, Set<string>>();
  const latest = new Map<string, SubmissionReport>();
  for (const report of reports) {
    if (report.submitted === undefined) continue;
    const key = personAt(report.lesson, report.submitted);
    names.set(key, (names.get(key) ?? new Set()).add(nameOf(report.submitted)));
    const best = latest.get(key)?.submitted;
    if (best === undefined || isLater(report.submitted, best)) latest.set(key, report);
  }
  return reports.map((report) => {
    const { submitted, lesson } = report;
    if (submitted === undefined) return report;
    const key = personAt(lesson, submitted);
    const doubts = [
      ...(isFuture(submitted) ? [futureText(submitted.time)] : []),
      ...((names.get(key)?.size ?? 0) > 1 ? [severalNames] : []),
    ];
    const warnings = [...(report.warnings ?? []), ...doubts];
    const marked = { ...report, submitted: { ...submitted, latest: latest.get(key) === report } };
    return warnings.length === 0 ? marked : { ...marked, warnings };
  });
}

const futureText = (time: string) =>
  `The bundle gives a time in the future, ${time}. It is not believed: an attempt with a time that can be counts before it.`;

const severalNames =
  'Bundles of this batch give this id and different names. Ask whose it is: what a bundle says of its student is not checked.';

const nameOf = ({ name }: Submitted) => name.trim().toLowerCase();

/** Whether a report counts where each person counts once. */
export const counts = ({ submitted }: SubmissionReport) => submitted?.latest !== false;

/** The school's id says who it is; a name does where there is none. */
const personAt = (lesson: string, { id, name }: Submitted) =>
  JSON.stringify([lesson, id === undefined ? 'name' : 'id', (id ?? name).trim().toLowerCase()]);

function isAfter(a: Submitted, b: Submitted): boolean {
  if (a.time !== b.time) return a.time > b.time;
  return a.attempt >= b.attempt;
}
