import { availableParallelism } from 'node:os';
import { gradeSubmission, inParallel } from '../../grader/grade.js';
import { batchTable } from '../../grader/reports/batch.js';
import { coloursFor } from '../../grader/reports/colours.js';
import { gradeReport, jsonText } from '../../grader/reports/json.js';
import { safeLine } from '../../grader/reports/safe-text.js';
import { submissionText } from '../../grader/reports/terminal.js';
import type { SubmissionReport } from '../../grader/verdict.js';
import { courseOf, thisSchool } from '../course.js';
import { findSubmissions, lessonOf } from '../submissions.js';
import { readSubmission } from '../read-submission.js';
import { statusFor } from '../status.js';
import { exitStatus, UsageError } from '../usage-error.js';

/** Grades files and folders of files; a bad one is named and never stops the others. */
export async function grade(paths: readonly string[], json: boolean): Promise<void> {
  const school = thisSchool();
  const files = paths.flatMap((path) => findSubmissions(path));
  if (files.length === 0)
    throw new UsageError(
      `unroll grade: expected exercise files, received none below ${paths.join(', ')}. Name files that end in .ts.`,
    );
  const refused: string[] = [];
  const atOnce = Math.max(1, Math.min(2, availableParallelism()));
  const graded = await inParallel(files, files.length > 1 ? atOnce : 1, async (file) => {
    try {
      const submission = readSubmission(file, file);
      const course = await courseOf(school, lessonOf(submission, Object.keys(school.lessons)));
      return await gradeSubmission(submission, course, { parallel: files.length > 1 ? 1 : atOnce });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      refused.push(error.message);
      return undefined;
    }
  });
  const reports = graded.filter((report) => report !== undefined);
  process.stdout.write(json ? jsonText(gradeReport(reports)) : textOf(reports));
  for (const message of refused) process.stderr.write(`${safeLine(message)}\n`);
  process.exitCode = refused.length > 0 ? exitStatus.wrongUsage : statusFor(reports);
}

function textOf(reports: readonly SubmissionReport[]): string {
  const [only] = reports;
  if (reports.length !== 1 || only === undefined) return batchTable(reports);
  return submissionText(only, coloursFor(process.stdout, process.env), () => Infinity);
}
