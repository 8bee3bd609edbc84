import { coloursFor } from '../../grader/reports/colours.js';
import { batchTable, warningLines } from '../../grader/reports/batch.js';
import { gradeReport, jsonPieces } from '../../grader/reports/json.js';
import { safeLine } from '../../grader/reports/safe-text.js';
import { submissionText } from '../../grader/reports/terminal.js';
import { defaultSeed } from '../../grader/grade.js';
import type { SubmissionReport } from '../../grader/verdict.js';
import { exitStatus, UsageError } from '../../school/usage-error.js';
import { gradeBatch } from '../batch.js';
import { batchProgress } from '../batch-progress.js';
import { outFolder } from '../out-folder.js';
import { statusFor } from '../status.js';
import { findSubmissions, together } from '../submissions.js';

export interface GradeOptions {
  readonly json?: true;
  /** Folder for the marks and the pages of feedback. */
  readonly out?: string;
  /** Grades also what was graded before. */
  readonly again?: true;
  /** Of what is drawn. */
  readonly seed?: number;
}

const mostNamed = 5;

/** Grades files, bundles and folders of them; a bad one is named and never stops the others. */
export async function grade(
  paths: readonly string[],
  { json, out, again, seed = defaultSeed }: GradeOptions,
): Promise<void> {
  const { files, others, closed } = together(paths.map(findSubmissions));
  if (files.length === 0 && closed.length === 0)
    throw new UsageError(
      `unroll grade: expected exercise files or bundles, received none below ${paths.join(', ')}. Name files that end in .ts or .zip.`,
    );
  const folder = out === undefined ? undefined : outFolder(out);
  const progress = batchProgress(process.stderr, files.length);
  const batch = await gradeBatch(files, {
    ...(folder && { before: folder.before }),
    again: again === true,
    done: progress.step,
    seed,
  });
  progress.clear();
  const { reports, known } = batch;
  const refused = [...batch.refused, ...closed];
  const report = gradeReport(reports, refused);
  for (const piece of json === true ? jsonPieces(report) : [textOf(reports)])
    process.stdout.write(piece);
  for (const { message } of refused) process.stderr.write(`${safeLine(message)}\n`);
  if (others.length > 0) process.stderr.write(leftAside(others));
  if (known > 0)
    process.stderr.write(
      `${String(known)} of ${String(files.length)} were graded before and are taken as they were. Grade them anew with --again.\n`,
    );
  if (folder !== undefined) process.stderr.write(`${folder.write(report)}\n`);
  process.exitCode = refused.length > 0 ? exitStatus.wrongUsage : statusFor(reports);
}

/** Somebody may have handed in work under a name that says nothing of it. */
function leftAside(others: readonly string[]): string {
  const named = others.slice(0, mostNamed).map(safeLine).join(', ');
  const more = others.length > mostNamed ? ` and ${String(others.length - mostNamed)} more` : '';
  return `Left aside, since only .ts and .zip files are graded, and no links: ${named}${more}\n`;
}

function textOf(reports: readonly SubmissionReport[]): string {
  const [only] = reports;
  if (only === undefined) return '';
  const text =
    reports.length === 1
      ? submissionText(only, coloursFor(process.stdout, process.env), () => Infinity)
      : batchTable(reports);
  return text + warningLines(reports);
}
