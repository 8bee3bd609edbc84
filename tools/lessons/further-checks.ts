import { posix } from 'node:path';
import type { Lesson } from '../../grader/task.js';
import type { PageText } from './lesson-texts.js';
import type { LessonText } from './lesson-text.js';
import { checkQuestionIds, kebab } from './lesson-checks.js';
import { LessonProblem } from './problem.js';

const mostPages = 2;

/**
 * Checks what a lesson's further pages are: at most two, linked from the lesson, without tasks,
 * slides and notes, under a name that no lesson has.
 *
 * @param lesson its text, and all lessons
 * @throws LessonProblem at the first fault
 */
export function checkFurtherPages(
  lesson: LessonText,
  pages: readonly PageText[],
  lessons: readonly Lesson[],
): void {
  const linked = new Set(
    lesson.links.map(({ target }) => posix.join('notebooks', target.split('#')[0] ?? '')),
  );
  for (const [i, { file, name, notebook, text }] of pages.entries()) {
    const fault = (line: number, what: string) => new LessonProblem(file, line, what);
    if (i >= mostPages)
      throw fault(1, `is one page too many: a lesson has at most ${String(mostPages)}. Join two.`);
    if (!kebab.test(name)) throw fault(1, `name the file some-name.md: a-z, 0-9 and '-'.`);
    if (lessons.some(({ stem }) => `notebooks/${stem}.ipynb` === notebook))
      throw fault(1, `would be ${notebook}, which is a lesson's. Give it another name.`);
    if (text.front.needs.length > 0)
      throw fault(1, "has what its lesson needs. Remove 'needs' from its front matter.");
    checkPieces(text);
    checkQuestionIds(text);
    if (!linked.has(notebook))
      throw fault(
        1,
        `${lesson.file} has no link to it. Write [${text.front.title}](${posix.basename(notebook)}) there.`,
      );
  }
}

function checkPieces({ file, pieces }: LessonText): void {
  for (const { kind, line } of pieces)
    if (kind === 'task' || kind === 'slide' || kind === 'notes')
      throw new LessonProblem(
        file,
        line,
        `'::: ${kind}' cannot stand in a further page. Move it to the lesson.`,
      );
}
