import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from '../grader/course.js';
import type { Lesson, Task } from '../grader/task.js';
import { lessons as ours } from '../lessons/index.js';
import { projectRoot } from '../src/core/files.js';
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
export async function courseOf({ root, lessons }: School, stem: string): Promise<Course> {
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
      load: () => courseOf({ root, lessons }, other),
    })),
  };
}

/** What a name on the command line stands for: a whole lesson or one of its tasks. */
export interface Meant {
  readonly course: Course;
  readonly task?: Task;
}

/**
 * Finds a lesson by its stem or number, or a task by its id.
 *
 * @throws UsageError naming the nearest one if there is none of this name
 */
export async function find(school: School, name: string): Promise<Meant> {
  const stems = Object.keys(school.lessons);
  const stem = stems.find((known) => known === name || known.split('-')[0] === name);
  if (stem !== undefined) return { course: await courseOf(school, stem) };
  const ids: string[] = [];
  // The bank of a task's mistakes bears its id: with it, no other lesson has to be loaded.
  const owns = (known: string) =>
    existsSync(join(school.root, 'lessons', known, 'mistakes', `${name}.ts`));
  for (const known of [...stems.filter(owns), ...stems.filter((other) => !owns(other))]) {
    const course = await courseOf(school, known);
    const task = course.lesson.tasks.find(({ id }) => id === name);
    if (task !== undefined) return { course, task };
    ids.push(...course.lesson.tasks.map(({ id }) => id));
  }
  throw new UsageError(unknownName('lesson or task', name, [...stems, ...ids]));
}

/** As `find`, where only a task will do. */
export async function findTask(school: School, name: string): Promise<Required<Meant>> {
  const { course, task } = await find(school, name);
  if (task !== undefined) return { course, task };
  const ids = course.lesson.tasks.map(({ id }) => id);
  throw new UsageError(
    `unroll: expected a task, received the lesson '${name}'. Its tasks: ${ids.join(', ')}.`,
  );
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const remedy = near === undefined ? "'./unroll list' names them all." : `Did you mean '${near}'?`;
  return `unroll: expected a ${what}, received '${name}'. ${remedy}`;
}
