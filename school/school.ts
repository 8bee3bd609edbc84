import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { LessonHome } from '../grader/lesson-home.js';
import type { Lesson, Task } from '../grader/task.js';
import { lessons as ours } from '../lessons/index.js';
import { projectRoot } from '../src/core/files.js';
import { exerciseFile } from './exercise-file.js';
import { nearest } from './nearest.js';
import { UsageError } from './usage-error.js';

/** The lessons of a clone, and where things lie in it. */
export interface School {
  readonly root: string;
  readonly lessons: Readonly<Record<string, () => Promise<{ readonly lesson: Lesson }>>>;
}

/** The clone that this command belongs to. */
export function thisSchool(): School {
  return { root: projectRoot(), lessons: ours };
}

/** The lesson of a stem, ready to grade with. */
export async function homeOf({ root, lessons }: School, stem: string): Promise<LessonHome> {
  const load = lessons[stem];
  if (load === undefined) throw new UsageError(unknownName('lesson', stem, Object.keys(lessons)));
  const { lesson } = await load();
  return {
    lesson,
    root,
    folder: join(root, 'lessons', stem),
    cache: join(root, '.unroll', 'cache'),
    earlier: lesson.needs.map((other) => ({
      stem: other,
      load: () => homeOf({ root, lessons }, other),
    })),
  };
}

/** All lessons in order, ready to grade with. */
export async function allHomes(school: School): Promise<readonly LessonHome[]> {
  return Promise.all(Object.keys(school.lessons).map((stem) => homeOf(school, stem)));
}

/** What a name on the command line stands for: a whole lesson or one of its tasks. */
export interface Meant {
  readonly home: LessonHome;
  readonly task?: Task;
}

/**
 * Finds a lesson by its stem, its number or the path of its exercise file, or a task by its id.
 *
 * @throws UsageError naming the nearest one if there is none of this name
 */
export async function find(school: School, name: string): Promise<Meant> {
  const stems = Object.keys(school.lessons);
  const stem = /[\\/]|\.ts$/.test(name)
    ? stemOfFile(school, name)
    : stems.find((known) => known === name || known.split('-')[0] === name);
  if (stem !== undefined) return { home: await homeOf(school, stem) };
  const ids: string[] = [];
  // The bank of a task's mistakes bears its id: with it, no other lesson has to be loaded.
  const owns = (known: string) =>
    existsSync(join(school.root, 'lessons', known, 'mistakes', `${name}.ts`));
  for (const known of [...stems.filter(owns), ...stems.filter((other) => !owns(other))]) {
    const home = await homeOf(school, known);
    const task = home.lesson.tasks.find(({ id }) => id === name);
    if (task !== undefined) return { home, task };
    ids.push(...home.lesson.tasks.map(({ id }) => id));
  }
  throw new UsageError(unknownName('lesson or task', name, [...stems, ...ids]));
}

/**
 * A path is what an editor's terminal completes; it stands for a lesson only where it is the
 * student's own file.
 */
function stemOfFile({ root, lessons }: School, path: string): string {
  const stem = basename(path, '.ts');
  const own = exerciseFile(root, stem);
  // Paths are as seen from where the command was typed, or from the clone.
  if (stem in lessons && [resolve(path), resolve(root, path)].includes(own)) return stem;
  throw new UsageError(
    `unroll: expected a lesson, a task, or an exercise file of this clone, received '${path}'. './unroll grade ${path}' grades other files.`,
  );
}

/** As `find`, where only a task will do. */
export async function findTask(school: School, name: string): Promise<Required<Meant>> {
  const { home, task } = await find(school, name);
  if (task !== undefined) return { home, task };
  const ids = home.lesson.tasks.map(({ id }) => id);
  throw new UsageError(
    `unroll: expected a task, received the lesson '${name}'. Its tasks: ${ids.join(', ')}.`,
  );
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const remedy = near === undefined ? "'./unroll list' names them all." : `Did you mean '${near}'?`;
  return `unroll: expected a ${what}, received '${name}'. ${remedy}`;
}
