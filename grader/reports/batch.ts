import type { SubmissionReport, Submitted } from '../verdict.js';
import { safeLine } from './safe-text.js';
import { table } from './table.js';
import { tally } from './tally.js';

/** A batch, one line a submission: who and when, points, and how many tasks ended how. */
export function batchTable(submissions: readonly SubmissionReport[]): string {
  const isNamed = submissions.some(({ submitted }) => submitted !== undefined);
  const rows = submissions.map((report) => {
    const { passed, failed, broken, unwritten, ungraded } = tally(report);
    const { source, lesson, points, maxPoints, submitted } = report;
    const counts = [passed, failed, broken, unwritten, ungraded];
    return [
      ...(isNamed ? who(submitted) : []),
      safeLine(source),
      lesson,
      points,
      maxPoints,
      ...counts,
    ];
  });
  const head = [
    ...(isNamed ? ['who', 'group', 'handed in', 'attempt'] : []),
    'file',
    'lesson',
    'points',
    'of',
    'passed',
    'failed',
    'broken',
    'not written',
    'not graded',
  ];
  return `${table(head, rows)}\n`;
}

function who(submitted: Submitted | undefined): readonly string[] {
  if (submitted === undefined) return ['', '', '', ''];
  const { name, group = '', time } = submitted;
  return [safeLine(name), safeLine(group), timeText(time), attemptText(submitted)];
}

/** `2026-11-21 12:50 UTC` */
export const timeText = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** The attempt's number, and whether a later one is there. */
export const attemptText = ({ attempt, latest }: Submitted) =>
  latest ? String(attempt) : `${String(attempt)}, older`;

/** The warnings of a batch, a line each. */
export function warningLines(submissions: readonly SubmissionReport[]): string {
  const lines = submissions.flatMap(({ source, warnings = [] }) =>
    warnings.map((warning) => `! ${safeLine(source)}: ${safeLine(warning)}\n`),
  );
  return lines.join('');
}
