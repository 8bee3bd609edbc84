import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import type { Lesson } from '../../grader/task.js';
import { LessonProblem } from './problem.js';

/** The lessons that loaded, in order, and why the others did not. */
export interface LoadedLessons {
  readonly lessons: readonly Lesson[];
  readonly problems: readonly Error[];
}

/**
 * Loads the tasks of every lesson in the project's `lessons/`.
 *
 * @param how `afresh` reads code anew that this process has loaded before; each time keeps about 2
 *   MB
 */
export async function loadLessons(
  root: string,
  how: 'once' | 'afresh' = 'once',
): Promise<LoadedLessons> {
  const folder = join(root, 'lessons');
  const stems = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  const lessons: Lesson[] = [];
  const problems: Error[] = [];
  for (const stem of stems) {
    try {
      lessons.push(await loadLesson(root, stem, how));
    } catch (error) {
      problems.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  return { lessons, problems };
}

async function loadLesson(root: string, stem: string, how: 'once' | 'afresh'): Promise<Lesson> {
  const file = `lessons/${stem}/tasks.ts`;
  if (!existsSync(join(root, file)))
    throw new LessonProblem(file, 1, 'is missing. Export the lesson with its tasks there.');
  const url = pathToFileURL(join(root, file)).href;
  const module = await load(url, how).catch((error: unknown) => {
    throw loadingProblem(root, file, error);
  });
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

async function load(url: string, how: 'once' | 'afresh'): Promise<unknown> {
  return how === 'once' ? import(url) : tsImport(url, import.meta.url);
}

/** Why a module could not be loaded, with the place where the compiler gives one. */
function loadingProblem(root: string, file: string, error: unknown): LessonProblem {
  const message = error instanceof Error ? error.message : String(error);
  const [, path = '', line, fault] = /^(.+?):(\d+):\d+: ERROR: (.*)$/m.exec(message) ?? [];
  if (fault === undefined) return new LessonProblem(file, 1, `cannot be loaded: ${message}`);
  const named = relative(root, path).replaceAll('\\', '/');
  return new LessonProblem(named, Number(line), `is no TypeScript: ${fault}`);
}
