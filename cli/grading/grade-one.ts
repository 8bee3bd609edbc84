import { bundleWarnings } from '../../grader/bundle/warnings.js';
import { gradeSubmission, type GradeWatcher } from '../../grader/grade.js';
import { short } from '../../grader/short.js';
import type { Refused, SubmissionReport } from '../../grader/verdict.js';
import { courseVersion } from '../../school/course-version.js';
import { homeOf, type School } from '../../school/school.js';
import { UsageError } from '../../school/usage-error.js';
import { gradedBefore } from '../graded-before.js';
import { readHandedIn, type HandedIn } from '../handed-in.js';
import type { Graded, Job } from './messages.js';

/** Reads and grades one file. Whatever is wrong with it is an answer. */
export async function gradeOne(school: School, job: Job, watcher: GradeWatcher): Promise<Graded> {
  try {
    return await graded(school, job, watcher);
  } catch (error) {
    return { refused: refusal(job.source, error) };
  }
}

async function graded(school: School, job: Job, watcher: GradeWatcher): Promise<Graded> {
  const { source, parallel, settled, spent, again, seed } = job;
  const handedIn = await readHandedIn(source, Object.keys(school.lessons));
  const { submission, stem } = handedIn;
  const home = await homeOf(school, stem);
  const before =
    job.before === undefined ? undefined : gradedBefore(job.before, courseVersion(school), seed);
  const known = again ? undefined : before?.find(submission, home);
  const options = { parallel, seed, settled, spent, watcher };
  const report = known ?? (await gradeSubmission(submission, home, options));
  if (known === undefined) before?.keep(submission, home, report);
  return {
    report: completed(report, handedIn, home.lesson.version),
    isKnown: known !== undefined,
  };
}

/** The marks, with what the bundle says of itself. */
function completed(
  report: SubmissionReport,
  { bundle }: HandedIn,
  version: number,
): SubmissionReport {
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

/** Why a file has no marks. */
export function refusal(source: string, error: unknown): Refused {
  if (error instanceof UsageError) return { source, message: error.message };
  const reason = short(error instanceof Error ? error.message : String(error), 200);
  const message = `unroll grade: expected ${source} to be a file that can be read, received one that cannot (${reason}). Ask for it again, and look into it.`;
  return { source, message };
}
