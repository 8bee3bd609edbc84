import type { Lesson, Task } from './task.js';

/**
 * The tasks whose functions a task may call: those it needs, and those they need in turn.
 *
 * @returns in the lesson's order
 */
export function neededBy(task: Task, lesson: Lesson): readonly Task[] {
  const reached = new Set(task.needs);
  for (const id of reached)
    for (const next of lesson.tasks.find((other) => other.id === id)?.needs ?? [])
      reached.add(next);
  reached.delete(task.id);
  return lesson.tasks.filter(({ id }) => reached.has(id));
}
