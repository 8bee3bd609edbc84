import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lesson } from '../../grader/task.js';
import { LessonProblem } from './problem.js';

/** The lessons that loaded, in order, and why the others did not. */
export interface LoadedLessons {
  readonly lessons: readonly Lesson[];
  readonly problems: readonly Error[];
}

/** Loads the tasks of every lesson in the project's `lessons/`. */
export async function loadLessons(root: string): Promise<LoadedLessons> {
  const folder = join(root, 'lessons');
  const stems = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  const lessons: Lesson[] = [];
  const problems: Error[] = [];
  for (const stem of stems) {
    try {
      lessons.push(await loadLesson(root, stem));
    } catch (error) {
      problems.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  return { lessons, problems };
}

async function loadLesson(root: string, stem: string): Promise<Lesson> {
  const file = `lessons/${stem}/tasks.ts`;
  if (!existsSync(join(root, file)))
    throw new LessonProblem(file, 1, 'is missing. Export the lesson with its tasks there.');
  const module: unknown = await import(pathToFileURL(join(root, file)).href);
  const { lesson } = module as { readonly lesson?: Lesson };
  if (lesson === undefined)
    throw new LessonProblem(
      file,
      1,
      "exports no 'lesson'. Add: export const lesson: Lesson = { ... }.",
    );
  if (lesson.stem !== stem)
    throw new LessonProblem(
      file,
      1,
      `is lesson '${lesson.stem}' in the folder ${stem}. Make both the same.`,
    );
  return lesson;
}
