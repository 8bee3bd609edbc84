import { courseOf, find, thisSchool, type School } from '../../school/school.js';
import { exitStatus } from '../../school/usage-error.js';
import { reportOf, type AuthorReport, type LessonProof } from './proof.js';
import { proveLesson, type Progress } from './prove-lesson.js';
import { renderReport } from './render.js';

/**
 * Proves a lesson or all of them, prints the report and sets the exit status.
 *
 * @param name stem or number of a lesson; all of them without it
 * @throws UsageError if there is no such lesson
 */
export async function authorCheck(name: string | undefined, json: boolean): Promise<void> {
  const report = await proveLessons(thisSchool(), name, showProgress);
  process.stdout.write(
    json ? `${JSON.stringify(report, undefined, 2)}\n` : `${renderReport(report)}\n`,
  );
  process.exitCode = report.proven ? exitStatus.allWell : exitStatus.checkFailed;
}

async function proveLessons(
  school: School,
  name: string | undefined,
  show: (lesson: string) => Progress,
): Promise<AuthorReport> {
  const all = await Promise.all(Object.keys(school.lessons).map((stem) => courseOf(school, stem)));
  const lessons = all.map(({ lesson }) => lesson);
  const chosen = name === undefined ? all : [(await find(school, name)).course];
  const proofs: LessonProof[] = [];
  for (const course of chosen)
    proofs.push(await proveLesson(course, lessons, show(course.lesson.stem)));
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
