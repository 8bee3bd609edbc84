import type { LessonHome, Submission } from '../grader/grade.js';
import type { Task } from '../grader/task.js';
import type { TaskVerdict } from '../grader/verdict.js';
import { loaderOf, type Functions } from './load-functions.js';

/** Where a function of a mixture comes from. */
export type Origin = 'own' | 'library' | 'mistake';

/** One function of a mixture, and why it comes from there. */
export interface Part {
  readonly task: Task;
  readonly origin: Origin;
  /** Of the student's own. */
  readonly verdict: TaskVerdict;
}

/** A lesson's functions from several hands. */
export interface Mixture {
  readonly functions: Functions;
  readonly parts: readonly Part[];
}

/** A known mistake to be put in the place of a task's function. */
export interface Slip {
  readonly task: Task;
  readonly run: unknown;
  /** The answer key: its functions call the mistake, the library's do not. */
  readonly key: Submission;
}

/**
 * A lesson's functions for training in this process, on its backend: the student's where they pass,
 * the library's elsewhere. A function of the student's that calls another gets that one from the
 * same mixture, so that a slip spoils nothing else.
 *
 * @param home the lesson
 * @param submission the student's file
 * @param verdicts on all tasks of the submission
 * @param slip put in on purpose; all that calls it gets it
 */
export async function mixFunctions(
  home: LessonHome,
  submission: Submission,
  verdicts: readonly TaskVerdict[],
  slip?: Slip,
): Promise<Mixture> {
  const load = await loaderOf(home);
  const functions: Functions = { ...(await load.library()) };
  const parts: Part[] = [];
  for (const task of home.lesson.tasks) {
    const verdict = verdicts.find(({ id }) => id === task.id);
    if (verdict === undefined) throw new Error(`the grader said nothing of ${task.id}`);
    const isMistake = task.id === slip?.task.id;
    const origin = isMistake ? 'mistake' : verdict.status === 'passed' ? 'own' : 'library';
    parts.push({ task, origin, verdict });
    if (isMistake) functions[task.name] = slip.run;
    const source = origin === 'own' ? submission : needs(task, slip?.task, home) && slip?.key;
    if (isMistake || !source) continue;
    const loaded = await load.submitted(source, task, functions);
    if (!('run' in loaded)) throw new Error(`${source.path}: no ${task.name} in it that runs`);
    functions[task.name] = loaded.run;
  }
  return { functions, parts };
}

/** Whether a task's function calls another's, directly or through others. */
function needs(task: Task, other: Task | undefined, home: LessonHome): boolean {
  if (other === undefined) return false;
  return task.needs.some((id) => {
    const needed = home.lesson.tasks.find((one) => one.id === id);
    return id === other.id || (needed !== undefined && needs(needed, other, home));
  });
}
