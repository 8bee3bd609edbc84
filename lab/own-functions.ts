import { notRun } from '../grader/grade-task.js';
import type { LessonHome, Submission } from '../grader/grade.js';
import { loaderOf, type Functions } from './load-functions.js';

/**
 * A student's functions of a lesson as they stand, right or wrong. As in a check, the functions of
 * the tasks that one needs are the library's. One that cannot be run says why when it is called.
 *
 * @param home the lesson
 * @param submission the student's file
 */
export async function ownFunctions(home: LessonHome, submission: Submission): Promise<Functions> {
  const load = await loaderOf(home);
  const library = await load.library();
  const functions: Functions = {};
  for (const task of home.lesson.tasks) {
    const loaded = await load.submitted(submission, task, library);
    functions[task.name] =
      'run' in loaded
        ? loaded.run
        : () => {
            throw new Error(`${task.id}: ${notRun(task, loaded).message}`);
          };
  }
  return functions;
}
