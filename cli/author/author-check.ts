import { defaultSeed } from '../../grader/grade.js';
import { homeOf, find, thisSchool, type Meant, type School } from '../../school/school.js';
import { exitStatus } from '../../school/usage-error.js';
import { reportOf, type AuthorReport, type LessonProof } from './proof.js';
import { proveLesson, type Progress } from './prove-lesson.js';
import { renderReport } from './render.js';

export interface AuthorOptions {
  readonly json?: true;
  /** Of what is drawn. */
  readonly seed?: number;
}

/**
 * Proves a lesson, one of its tasks, or all lessons, prints the report and sets the exit status.
 *
 * @param name stem or number of a lesson, or a task; all lessons without it
 * @throws UsageError if there is neither a lesson nor a task of this name
 */
export async function authorCheck(
  name: string | undefined,
  { json, seed = defaultSeed }: AuthorOptions,
): Promise<void> {
  const report = await proveLessons(thisSchool(), name, seed);
  process.stdout.write(
    json === true ? `${JSON.stringify(report, undefined, 2)}\n` : `${renderReport(report)}\n`,
  );
  process.exitCode = report.proven ? exitStatus.allWell : exitStatus.checkFailed;
}

async function proveLessons(
  school: School,
  name: string | undefined,
  seed: number,
): Promise<AuthorReport> {
  const all = await Promise.all(Object.keys(school.lessons).map((stem) => homeOf(school, stem)));
  const lessons = all.map(({ lesson }) => lesson);
  const chosen: readonly Meant[] =
    name === undefined ? all.map((home) => ({ home })) : [await find(school, name)];
  const proofs: LessonProof[] = [];
  for (const { home, task } of chosen) {
    const only = task === undefined ? undefined : [task];
    proofs.push(await proveLesson(home, lessons, showProgress(home.lesson.stem), only, seed));
  }
  return reportOf(proofs);
}

/** One line that counts up; nothing where nobody watches. */
function showProgress(lesson: string): Progress {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, all) => {
    const end = done === all ? '\n' : '';
    process.stderr.write(`\r${lesson}: ${String(done)} of ${String(all)} trials${end}`);
  };
}
