import { readBank, type Bank } from '../../grader/sources/bank.js';
import type { Sources } from '../../grader/sources/sources.js';
import type { Lesson, Task } from '../../grader/task.js';

/**
 * Reads the bank of a task of a lesson, `lessons/NN-name/mistakes/<task>.ts`, without running it.
 *
 * @throws LessonProblem if the file is missing, its bank is not written out, or an edit does not
 *   fit
 */
export function lessonBank(lesson: Lesson, task: Task, sources: Sources): Bank {
  const path = `lessons/${lesson.stem}/mistakes/${task.id}.ts`;
  return readBank(path, lesson, task, sources);
}
