import { readSource } from '../compile/compile.js';
import type { LessonHome } from '../lesson-home.js';
import { inBox, notRun, type Submission } from '../grade-task.js';
import { ownCode } from '../references/own-code.js';
import { findFailing } from './failing.js';
import { reproProgram, type ReproForm } from './program.js';

export type { ReproForm } from './program.js';

/** What came of looking for a failing input. */
export type Repro =
  /** A program that runs and shows what the function makes of the input. */
  | { readonly kind: 'program'; readonly text: string }
  | { readonly kind: 'passes' }
  /** Nothing of the submission can be run for this task, and why. */
  | { readonly kind: 'cannot-run'; readonly message: string };

/**
 * The smallest public input on which a submission's function fails, as code to run and to change.
 *
 * @param submission the student's file
 * @param home the lesson
 * @param id the task
 * @param form a notebook's cell, or a file
 * @throws what is the machine's fault
 */
export async function reproOf(
  submission: Submission,
  home: LessonHome,
  id: string,
  form: ReproForm,
): Promise<Repro> {
  const task = home.lesson.tasks.find((one) => one.id === id);
  if (task === undefined) throw new Error(`${home.lesson.stem} has no task ${id}`);
  const grading = {
    home,
    task,
    code: ownCode(home),
    read: () => readSource(submission.text, submission.path),
    seed: 1,
    gradeGiven: false,
    limits: {},
    took: () => undefined,
    ahead: () => undefined,
  };
  return await inBox<Repro>(
    grading,
    async ({ judging, library }) => {
      const failing = await findFailing(judging, library);
      return failing === undefined
        ? { kind: 'passes' }
        : { kind: 'program', text: reproProgram(failing, task, home, form) };
    },
    (compiled) => ({ kind: 'cannot-run', message: notRun(task, compiled).message }),
  );
}
