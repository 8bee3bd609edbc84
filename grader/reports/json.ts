import type { GradeReport, Refused, SubmissionReport } from '../verdict.js';

/** The report of a run; the boxes of this machine are child processes under Node's permissions. */
export function gradeReport(
  submissions: readonly SubmissionReport[],
  refused?: readonly Refused[],
): GradeReport {
  const graded = { schema: 'unroll.grade/1', isolation: 'L1', submissions } as const;
  return refused === undefined ? graded : { ...graded, refused };
}

/** As `--json` prints it: the same report gives the same bytes. */
export function jsonText(report: unknown): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
