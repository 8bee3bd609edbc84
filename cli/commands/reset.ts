import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { readSource } from '../../grader/compile/compile.js';
import type { Lesson, Task } from '../../grader/task.js';
import { makeStub } from '../../tools/lessons/compile.js';
import { exerciseFile, isOwnWork } from '../../school/exercise-file.js';
import { recordReset } from '../../school/progress.js';
import { readSubmission } from '../../school/read-submission.js';
import { allHomes, find, type School } from '../../school/school.js';
import { UsageError } from '../../school/usage-error.js';
import { keepCopy } from '../exercise/keep-copy.js';
import { putBack } from '../exercise/put-back.js';

/** Makes a task, or all of a lesson, a stub again; what was there is kept. */
export async function reset(school: School, name: string): Promise<void> {
  const { home, task } = await find(school, name);
  const { lesson } = home;
  const { root } = school;
  const file = exerciseFile(root, lesson.stem);
  const lessons = (await allHomes(school)).map((one) => one.lesson);
  const stub = await makeStub(root, lesson, lessons);
  const text = task === undefined ? stub : await withStub(school, lesson, task, stub);
  const what = task === undefined ? `${lesson.stem}: every task` : task.id;
  const shown = relative(root, file);
  const isThere = existsSync(file);
  if (isThere && readFileSync(file, 'utf8') === text) {
    process.stdout.write(`${what} in ${shown} is as it was given out: nothing to reset.\n`);
    return;
  }
  const kept = isThere ? keepCopy(root, lesson.stem, file) : undefined;
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
  if (isOwnWork())
    recordReset(school, task === undefined ? lesson.tasks.map(({ id }) => id) : [task.id]);
  const rest = task === undefined ? '' : ' The rest of the file is as it was.';
  process.stdout.write(`${what} in ${shown} is as it was given out.${rest}\n`);
  if (kept !== undefined) {
    const copy = process.platform === 'win32' ? 'copy' : 'cp';
    process.stdout.write(
      `What was there is kept in ${kept}. To have it back: ${copy} ${kept} ${shown}\n`,
    );
  }
}

/** The student's file with one task's stub in it; both must be readable to be told apart. */
async function withStub(
  { root }: School,
  lesson: Lesson,
  task: Task,
  stub: string,
): Promise<string> {
  const file = exerciseFile(root, lesson.stem);
  const { path, text } = readSubmission(file, relative(root, file));
  const before = await readSource(text, path);
  if (before.kind === 'syntax-error')
    throw new UsageError(
      `unroll reset: expected a file that can be read, received ${path} with line ${String(before.line)}: ${before.message} Mend that line, or reset the whole lesson: ./unroll reset ${lesson.stem} (a copy is kept).`,
    );
  const changed = putBack(text, stub, task, lesson);
  const after = await readSource(changed, path);
  if (after.kind === 'syntax-error')
    throw new UsageError(
      `unroll reset: expected ${task.name} to be written as in the stub, 'export function ${task.name}', received a form that cannot be put back alone. Reset the whole lesson: ./unroll reset ${lesson.stem} (a copy is kept).`,
    );
  return changed;
}
