import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../grader/task.js';
import type { LessonTexts } from './lesson-texts.js';
import { LessonProblem } from './problem.js';
import { beyond, lessonLimits, pageLimits } from './size-limits.js';
import { planOf, sizesOf } from './sizes.js';

/** The lessons that may be beyond the sizes: one stem a line, `#` before what is no stem. */
const exemptions = 'lessons/beyond-sizes.txt';

/**
 * Checks that a lesson and its further pages are within the sizes, or that it is on the list of
 * those that need not be; and that its notes give the plan for a room.
 *
 * @throws LessonProblem if it is beyond them, or on the list without need
 */
export function checkSizes(root: string, lesson: Lesson, texts: LessonTexts): void {
  const text = texts.of(lesson);
  if (planOf(text.pieces) === 0)
    throw new LessonProblem(
      text.file,
      1,
      "no notes say when. Write '::: notes minutes=15' in the sections, 90 or 120 minutes in all.",
    );
  const figures = beyond(sizesOf(text, lesson.tasks), lessonLimits);
  const exempt = exemptStems(root).find(({ stem }) => stem === lesson.stem);
  if (exempt !== undefined && figures.length === 0)
    throw new LessonProblem(
      exemptions,
      exempt.line,
      `'${lesson.stem}' is within the sizes. Remove it from the list.`,
    );
  if (exempt === undefined)
    refuse(text.file, figures, 'move what no task rests on to a further page');
  for (const { file, text: page } of texts.furtherOf(lesson))
    refuse(file, beyond(sizesOf(page, []), pageLimits), 'leave out what matters least');
}

/** Checks that every line of the list names a lesson. */
export function checkExemptions(root: string): void {
  for (const { stem, line } of exemptStems(root))
    if (!existsSync(join(root, 'lessons', stem)))
      throw new LessonProblem(exemptions, line, `there is no lesson '${stem}'. Remove it.`);
}

function refuse(file: string, figures: readonly string[], remedy: string): void {
  if (figures.length === 0) return;
  throw new LessonProblem(
    file,
    1,
    `is beyond its sizes: ${figures.join(', ')}. Where it is too much, shorten it or ${remedy}; 'npm run lessons -- --sizes' shows all figures.`,
  );
}

function exemptStems(root: string): { readonly stem: string; readonly line: number }[] {
  const path = join(root, exemptions);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((text, i) =>
    text.trim() === '' || text.startsWith('#') ? [] : [{ stem: text.trim(), line: i + 1 }],
  );
}
