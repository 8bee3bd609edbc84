import { join, relative, sep } from 'node:path';
import type { Lesson, Task } from './task.js';

/** A lesson and where its code lies: what grading needs besides the submission. */
export interface LessonHome {
  readonly lesson: Lesson;
  /** Folder that the tasks' `from` starts from. */
  readonly root: string;
  /** Folder with `mistakes/<task>.ts` and, where tasks pass functions in, `stand-ins.ts`. */
  readonly folder: string;
  /** Folder for bundles and reference answers that were made before. */
  readonly cache: string;
  /** The lessons named in `needs`; one is loaded only if a submission imports from it. */
  readonly earlier: readonly { readonly stem: string; readonly load: () => Promise<LessonHome> }[];
}

const imported = (root: string, path: string) =>
  JSON.stringify(`./${relative(root, path).split(sep).join('/')}`);

/** A module that exports the library's functions of tasks under their own names. */
export function libraryModule({ lesson, root }: LessonHome, tasks = lesson.tasks): string {
  const lines = tasks.map(
    ({ name, from }) => `export { ${name} } from ${imported(root, join(root, from))};`,
  );
  return lines.join('\n');
}

/** The bank of a task, from the root. */
export function bankPath({ root, folder }: LessonHome, task: Task): string {
  return relative(root, join(folder, 'mistakes', `${task.id}.ts`))
    .split(sep)
    .join('/');
}

/** A module that exports the lesson's stand-ins. */
export function standInsModule({ root, folder }: LessonHome): string {
  return `export * from ${imported(root, join(folder, 'stand-ins.ts'))};`;
}
