import type { GradeReport, Refused, SubmissionReport } from '../verdict.js';
import { safeJson } from './safe-text.js';

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
  return `${safeJson(JSON.stringify(report, null, 2))}\n`;
}

/**
 * The same text of a batch in pieces, one a submission: the whole may be longer than a string can
 * be.
 */
export function* jsonPieces({ submissions, ...rest }: GradeReport): Generator<string> {
  const marker = '"submissions": []';
  const { schema, isolation, ...others } = rest;
  const frame = jsonText({ schema, isolation, submissions: [], ...others });
  const at = frame.indexOf(marker) + marker.length - 1;
  yield frame.slice(0, at);
  for (const [i, submission] of submissions.entries()) {
    const piece = jsonText(submission).trimEnd().replaceAll('\n', '\n    ');
    yield `${i === 0 ? '\n    ' : ',\n    '}${piece}`;
  }
  yield `${submissions.length === 0 ? '' : '\n  '}${frame.slice(at)}`;
}
