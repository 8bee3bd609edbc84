import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LessonHome } from '../lesson-home.js';
import { projectFile, projectRoot } from '../../src/core/files.js';
import { lesson } from './lesson/tasks.js';

/** The test lesson, with an empty cache of its own. */
export function testHome(): LessonHome {
  return {
    lesson,
    root: projectRoot(),
    folder: projectFile('grader/testing/lesson'),
    cache: mkdtempSync(join(tmpdir(), 'unroll-cache-')),
    earlier: [],
  };
}

/** The right answers as a submission, imports as in an exercise file. */
export function rightAnswers(): string {
  const text = readFileSync(projectFile('grader/testing/lesson/answers.ts'), 'utf8');
  return text.replaceAll('../../../src/', '../src/');
}

/** The right answers with one function's body, or any other text, replaced. */
export function answersWith(find: string | RegExp, replacement: string): string {
  const text = rightAnswers();
  const changed = text.replace(find, () => replacement);
  if (changed === text) throw new Error(`the answers hold no ${String(find)}`);
  return changed;
}
