import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from '../../grader/reports/json.js';
import { Source } from '../../grader/sources/sources.js';
import { progressOf, readProgress, recordGiveUp } from '../../school/progress.js';
import { findTask, type School } from '../../school/school.js';
import { standingOf } from '../../school/standing.js';
import { UsageError } from '../../school/usage-error.js';
import { piecesNeeded } from '../exercise/pieces.js';

export interface SolutionOptions {
  readonly json?: true;
  readonly giveUp?: true;
}

/** Prints the library's own code of a task's function, to those who passed it or give it up. */
export async function solution(
  school: School,
  name: string,
  { json, giveUp }: SolutionOptions,
): Promise<void> {
  const { home, task } = await findTask(school, name);
  const { lesson } = home;
  const progress = readProgress(school);
  const { last, gaveUp } = progressOf(progress, task.id);
  const passed = last?.status === 'passed';
  if (!passed && !gaveUp && giveUp !== true) {
    const standing = standingOf(lesson, task, progress).text;
    throw new UsageError(
      `unroll solution: expected ${task.id} to pass first, received ${standing === '' ? 'no try' : standing}. Ask for a hint: ./unroll hint ${task.id}. To see the answer all the same: ./unroll solution ${task.id} --give-up`,
    );
  }
  const path = `solutions/${lesson.stem}.ts`;
  const file = join(school.root, path);
  if (!existsSync(file))
    throw new UsageError(
      `unroll solution: expected the answer key ${path}, received none. 'npm run lessons' makes it.`,
    );
  const source = new Source(path, readFileSync(file, 'utf8'));
  const others = new Set(lesson.tasks.map((one) => one.name).filter((one) => one !== task.name));
  const code = piecesNeeded(source, task, others)
    .filter(({ declaration: { kind } }) => kind !== 'type')
    .map(({ text }) => text)
    .join('\n\n');
  if (!passed && !gaveUp) recordGiveUp(school, task.id);
  process.stdout.write(
    json === true
      ? jsonText({ schema: 'unroll.solution/1', task: task.id, code, gaveUp: !passed })
      : `${code}\n`,
  );
}
