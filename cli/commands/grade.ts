import { gradeSubmission, inParallel } from '../../grader/grade.js';
import { batchTable } from '../../grader/reports/batch.js';
import { coloursFor } from '../../grader/reports/colours.js';
import { gradeReport, jsonText } from '../../grader/reports/json.js';
import { safeLine } from '../../grader/reports/safe-text.js';
import { submissionText } from '../../grader/reports/terminal.js';
import type { SubmissionReport } from '../../grader/verdict.js';
import { courseOf, type School } from '../../school/school.js';
import { findSubmissions, lessonOf } from '../submissions.js';
import { readSubmission } from '../../school/read-submission.js';
import { statusFor } from '../status.js';
import { exitStatus, UsageError } from '../../school/usage-error.js';

/** Boxes that run at a time: a laptop has at least two cores. */
const boxesAtOnce = 2;

/** Grades files and folders of files; a bad one is named and never stops the others. */
export async function grade(
  school: School,
  paths: readonly string[],
  json: boolean,
): Promise<void> {
  const files = paths.flatMap((path) => findSubmissions(path));
  if (files.length === 0)
    throw new UsageError(
      `unroll grade: expected exercise files, received none below ${paths.join(', ')}. Name files that end in .ts.`,
    );
  const several = files.length > 1;
  const results = await inParallel(files, several ? boxesAtOnce : 1, (file) =>
    gradeFile(school, file, several ? 1 : boxesAtOnce),
  );
  const refused = results.filter((result) => result instanceof UsageError);
  const reports = results.flatMap((result) => (result instanceof UsageError ? [] : [result]));
  process.stdout.write(json ? jsonText(gradeReport(reports)) : textOf(reports));
  for (const { message } of refused) process.stderr.write(`${safeLine(message)}\n`);
  process.exitCode = refused.length > 0 ? exitStatus.wrongUsage : statusFor(reports);
}

/** A report, or why there is none: one file that cannot be graded stops no other. */
async function gradeFile(
  school: School,
  file: string,
  parallel: number,
): Promise<SubmissionReport | UsageError> {
  try {
    const submission = readSubmission(file, file);
    const stem = lessonOf(submission, Object.keys(school.lessons));
    return await gradeSubmission(submission, await courseOf(school, stem), { parallel });
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

function textOf(reports: readonly SubmissionReport[]): string {
  const [only] = reports;
  if (reports.length !== 1 || only === undefined) return batchTable(reports);
  return submissionText(only, coloursFor(process.stdout, process.env), () => Infinity);
}
