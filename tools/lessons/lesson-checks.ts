import type { Lesson } from '../../grader/task.js';
import type { LessonText } from './lesson-text.js';
import { LessonProblem, oneOf } from './problem.js';

/** How ids and names of files are written. */
export const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Checks that a lesson's text and its tasks agree: every task has one place in the text, and what
 * both say of the lesson is the same.
 *
 * @throws LessonProblem at the first disagreement
 */
export function checkTextAgainstTasks(lesson: Lesson, text: LessonText): void {
  const { file, front } = text;
  const tasksFile = `lessons/${lesson.stem}/tasks.ts`;
  if (front.title !== lesson.title)
    throw new LessonProblem(
      file,
      1,
      `the title is '${lesson.title}' in ${tasksFile}. Make both the same.`,
    );
  if (front.needs.join() !== lesson.needs.join())
    throw new LessonProblem(
      file,
      1,
      `needs is [${lesson.needs.join(', ')}] in ${tasksFile}. Make both the same.`,
    );

  checkQuestionIds(text);
  const placed = new Set<string>();
  for (const piece of text.pieces) {
    if (piece.kind !== 'task') continue;
    const known = lesson.tasks.map(({ id }) => id);
    if (!known.includes(piece.id))
      throw new LessonProblem(
        file,
        piece.line,
        `there is no task '${piece.id}'. ${tasksFile} has ${oneOf(known)}.`,
      );
    once(placed, piece.id, piece.line, file, 'task');
  }
  const homeless = lesson.tasks.find(({ id }) => !placed.has(id));
  if (homeless !== undefined)
    throw new LessonProblem(
      file,
      1,
      `the task '${homeless.id}' has no place in the text. Add '::: task ${homeless.id}' where it belongs.`,
    );
}

/** @throws LessonProblem at a question's id that stands twice in a text, or is none */
export function checkQuestionIds({ file, pieces }: LessonText): void {
  const asked = new Set<string>();
  for (const piece of pieces)
    if (piece.kind === 'question') once(asked, piece.question.id, piece.line, file, 'question');
}

/**
 * Checks that no earlier text asks a question of the same name.
 *
 * @param earlier texts of the lessons and pages in front of this one
 * @throws LessonProblem at the first that does
 */
export function checkQuestionsAreNew(text: LessonText, earlier: readonly LessonText[]): void {
  for (const piece of text.pieces) {
    if (piece.kind !== 'question') continue;
    const { id } = piece.question;
    const other = earlier.find(({ pieces }) =>
      pieces.some((one) => one.kind === 'question' && one.question.id === id),
    );
    if (other !== undefined)
      throw new LessonProblem(
        text.file,
        piece.line,
        `the question '${id}' is in ${other.file} already. Choose another id.`,
      );
  }
}

function once(seen: Set<string>, id: string, line: number, file: string, what: string): void {
  if (seen.has(id)) throw new LessonProblem(file, line, `the ${what} '${id}' stands twice.`);
  if (!kebab.test(id))
    throw new LessonProblem(file, line, `write '${id}' as some-id: a-z, 0-9 and '-'.`);
  seen.add(id);
}

/**
 * Checks what lessons say of themselves and of each other.
 *
 * @param lessons all lessons, in order
 * @throws LessonProblem at the first fault
 */
export function checkLessons(lessons: readonly Lesson[]): void {
  const owner = new Map<string, string>();
  const stems: string[] = [];
  for (const lesson of lessons) {
    const fault = (text: string) => new LessonProblem(`lessons/${lesson.stem}/tasks.ts`, 1, text);
    for (const need of lesson.needs)
      if (!stems.includes(need)) throw fault(`needs '${need}', which is no earlier lesson.`);
    stems.push(lesson.stem);
    for (const [i, task] of lesson.tasks.entries()) {
      const other = owner.get(task.id);
      if (other !== undefined) throw fault(`the task '${task.id}' is in ${other} already.`);
      if (!kebab.test(task.id))
        throw fault(`write the task '${task.id}' as some-id: a-z, 0-9 and '-'.`);
      owner.set(task.id, lesson.stem);
      const earlier = lesson.tasks.slice(0, i).map(({ id }) => id);
      for (const need of task.needs)
        if (!owner.has(need) || (owner.get(need) === lesson.stem && !earlier.includes(need)))
          throw fault(`the task '${task.id}' needs '${need}', which is no earlier task.`);
      if ((task.kind === 'debug') !== (task.wrongVersion !== undefined))
        throw fault(`the task '${task.id}': a debug task, and no other, has a wrongVersion.`);
    }
  }
}
