import type { Lesson, Task } from '../grader/task.js';
import type { Progress } from './progress.js';
import { openTasks } from './standing.js';

/** A task to do next, in its lesson. */
export interface NextTask {
  readonly lesson: Lesson;
  readonly task: Task;
}

/**
 * What to do next: the first open task of the lesson that was checked last, else of the first
 * lesson after or before it with an open task.
 *
 * @param lessons to choose from, in order
 * @param progress what the clone remembers
 * @returns nothing if all tasks pass
 */
export function nextTask(lessons: readonly Lesson[], progress: Progress): NextTask | undefined {
  const inHand = lessons.findIndex(({ stem }) => stem === lastLesson(progress));
  const from = Math.max(0, inHand);
  for (const lesson of [...lessons.slice(from), ...lessons.slice(0, from)]) {
    const [task] = openTasks(lesson, progress);
    if (task !== undefined) return { lesson, task };
  }
  return undefined;
}

/** The open task that follows one in its lesson; those before it come last. */
export function taskAfter(lesson: Lesson, id: string, progress: Progress): Task | undefined {
  const at = lesson.tasks.findIndex((task) => task.id === id);
  const open = openTasks(lesson, progress).filter((task) => task.id !== id);
  return open.find((task) => lesson.tasks.indexOf(task) > at) ?? open[0];
}

/** Progress lists tasks by their first check; the last check is the newest. */
function lastLesson(progress: Progress): string | undefined {
  const checked = Object.values(progress).flatMap(({ last }) => (last ? [last] : []));
  return checked.reduce<{ readonly at: string; readonly lesson: string } | undefined>(
    (newest, last) => (newest === undefined || last.at >= newest.at ? last : newest),
    undefined,
  )?.lesson;
}
