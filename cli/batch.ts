import { availableParallelism } from 'node:os';
import { withLatest } from '../grader/bundle/latest.js';
import { bundleWarnings } from '../grader/bundle/warnings.js';
import { gradeSubmission, inParallel, type GradeOptions } from '../grader/grade.js';
import type { Refused, SubmissionReport } from '../grader/verdict.js';
import { homeOf, type School } from '../school/school.js';
import { UsageError } from '../school/usage-error.js';
import type { GradedBefore } from './graded-before.js';
import { readHandedIn, type HandedIn } from './handed-in.js';

/** Boxes that run at a time: one a core, and a laptop has at least two. */
const boxesAtOnce = Math.max(2, availableParallelism());

export interface BatchOptions {
  /** Reports of earlier runs, which are taken as they are. */
  readonly before?: GradedBefore;
  /** Of what is drawn. */
  readonly seed: number;
  /** Called after each file. */
  readonly done?: (count: number) => void;
}

export interface Batch {
  readonly reports: readonly SubmissionReport[];
  readonly refused: readonly Refused[];
  /** How many reports are from an earlier run. */
  readonly known: number;
}

/** Grades files and bundles, in their order; a bad one is named and never stops the others. */
export async function gradeBatch(
  school: School,
  files: readonly string[],
  { before, done, seed }: BatchOptions,
): Promise<Batch> {
  const several = files.length > 1;
  let count = 0;
  let known = 0;
  const results = await inParallel(files, several ? boxesAtOnce : 1, async (source) => {
    try {
      const { report, isKnown } = await gradeOne(
        school,
        source,
        { parallel: several ? 1 : boxesAtOnce, seed },
        before,
      );
      if (isKnown) known++;
      return report;
    } catch (error) {
      if (error instanceof UsageError) return { source, message: error.message };
      throw error;
    } finally {
      done?.(++count);
    }
  });
  const reports = results.flatMap((result) => ('tasks' in result ? [result] : []));
  const refused = results.flatMap((result) => ('tasks' in result ? [] : [result]));
  return { reports: withLatest(reports), refused, known };
}

async function gradeOne(
  school: School,
  source: string,
  options: GradeOptions,
  before: GradedBefore | undefined,
) {
  const handedIn = await readHandedIn(source, Object.keys(school.lessons));
  const { submission, stem } = handedIn;
  const home = await homeOf(school, stem);
  const known = before?.find(submission, home);
  const report = known ?? (await gradeSubmission(submission, home, options));
  if (known === undefined) before?.keep(submission, home, report);
  return {
    report: completed(report, handedIn, home.lesson.version),
    isKnown: known !== undefined,
  };
}

/** The marks, with what the bundle says of itself. */
function completed(report: SubmissionReport, { bundle }: HandedIn, version: number) {
  const marks = { ...report, lessonVersion: version };
  if (bundle === undefined) return marks;
  const { student, attempt, time } = bundle.manifest;
  const warnings = bundleWarnings(bundle, version, report);
  return {
    ...marks,
    submitted: { ...student, attempt, time, latest: true },
    ...(warnings.length > 0 && { warnings }),
  };
}
