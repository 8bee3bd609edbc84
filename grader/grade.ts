import { usualLimits, type Limits, type WarmBox } from './box/box.js';
import type { LessonHome } from './lesson-home.js';
import { gradeTask, type Submission } from './grade-task.js';
import { readSource, type Read } from './compile/compile.js';
import type { SyntaxFault } from './compile/compiled.js';
import { ownCode } from './references/own-code.js';
import { Spending, type Spent } from './spending.js';
import type { Task } from './task.js';
import type { SubmissionReport, TaskVerdict } from './verdict.js';

export type { LessonHome } from './lesson-home.js';
export type { Submission } from './grade-task.js';

/** Of what is drawn where nobody names a seed. */
export const defaultSeed = 1;

export interface GradeOptions {
  /** Ids of the tasks to grade; all of the lesson's without it. */
  readonly tasks?: readonly string[];
  /** Of what checks and laws draw. */
  readonly seed?: number;
  /** How many tasks are graded at a time. */
  readonly parallel?: number;
  /**
   * Grades also what a debug task gives out, which is otherwise unattempted: a lesson's proof needs
   * it.
   */
  readonly gradeGiven?: boolean;
  /** What the submission's boxes may use; the usual limits without it. */
  readonly limits?: Partial<Limits>;
  /** Verdicts that stand already: their tasks are not graded. */
  readonly settled?: readonly TaskVerdict[];
  /** What an earlier process that graded this file spent on it. */
  readonly spent?: Spent;
  /** Is told how far grading is. */
  readonly watcher?: GradeWatcher;
  /** Gives out a box with these limits that was started ahead; it is closed with the others. */
  readonly ahead?: () => WarmBox | undefined;
}

/** Follows a grading, so that it is known what was at work if the process ends over it. */
export interface GradeWatcher {
  /** The file is being read, for all these tasks. */
  readonly reading: (tasks: readonly Task[]) => void;
  /** These tasks are being judged. */
  readonly judging: (tasks: readonly Task[]) => void;
  /** @param milliseconds that the task's function took in all calls */
  readonly settled: (verdict: TaskVerdict, milliseconds: number) => void;
}

/**
 * Grades a submission: every task alone, in a box of its own.
 *
 * The same text, lesson version and seed give the same report, and nothing that a submission does
 * throws: what is the machine's fault ends as `infra-error`.
 */
export async function gradeSubmission(
  submission: Submission,
  home: LessonHome,
  options: GradeOptions = {},
): Promise<SubmissionReport> {
  const { tasks: ids, seed = defaultSeed, parallel = 2, gradeGiven = false } = options;
  const { limits = {} } = options;
  const chosen = home.lesson.tasks.filter(({ id }) => ids?.includes(id) ?? true);
  const code = ownCode(home);
  const ahead = options.ahead ?? (() => undefined);
  let reading: Promise<Read | SyntaxFault> | undefined;
  const read = () => (reading ??= readSource(submission.text, submission.path));
  const spending = new Spending({ ...usualLimits, ...limits }, options.spent);
  const took = spending.add.bind(spending);
  const shared = { home, code, read, seed, gradeGiven, limits, took, ahead };
  const grade = async (task: Task) =>
    spending.isOver ? spending.verdict(task) : gradeTask(submission, { ...shared, task });
  const settled = new Map(options.settled?.map((verdict) => [verdict.id, verdict]));
  const { watcher } = options;
  const watched = watcher === undefined ? grade : watching(watcher, grade, spending);
  const left = chosen.filter(({ id }) => !settled.has(id));
  if (watcher !== undefined && left.length > 0) {
    watcher.reading(left);
    // A failure shows again in each task.
    await read().catch(() => undefined);
  }
  for (const verdict of await inParallel(left, parallel, watched)) settled.set(verdict.id, verdict);
  const tasks = chosen.flatMap(({ id }) => settled.get(id) ?? []);
  return {
    source: submission.path,
    lesson: home.lesson.stem,
    points: sum(tasks.map(({ points }) => points)),
    maxPoints: sum(tasks.map(({ maxPoints }) => maxPoints)),
    tasks,
  };
}

/** Tells what is at work and what came of it. */
function watching(
  { judging, settled }: GradeWatcher,
  grade: (task: Task) => Promise<TaskVerdict>,
  spending: Spending,
): (task: Task) => Promise<TaskVerdict> {
  const atWork = new Set<Task>();
  return async (task) => {
    judging([...atWork.add(task)]);
    const verdict = await grade(task);
    atWork.delete(task);
    settled(verdict, spending.of(task));
    judging([...atWork]);
    return verdict;
  };
}

/** Points are tenths: adding them as such keeps 0.1 + 0.2 from becoming 0.30000000000000004. */
const sum = (points: readonly number[]) =>
  points.reduce((total, more) => Math.round(10 * (total + more)) / 10, 0);

/** Results in the order of the items, some at a time. */
export async function inParallel<A, B>(
  items: readonly A[],
  atOnce: number,
  f: (item: A) => Promise<B>,
): Promise<B[]> {
  const results = new Map<number, B>();
  const waiting = items.entries();
  const work = async () => {
    for (const [i, item] of waiting) results.set(i, await f(item));
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
