import { openBox } from './box/box.js';
import { compile, type Compiled } from './compile/compile.js';
import type { Course } from './course.js';
import { failureText, forbiddenText, infraText } from './judge/failures.js';
import { judgeTask } from './judge/judge-task.js';
import { makeReferences } from './judge/references.js';
import { Boxes, librarySubject, mistakesOf, modulesFor, ownCode, type OwnCode } from './references/own-code.js';
import type { Task } from './task.js';
import type { SubmissionReport, TaskVerdict } from './verdict.js';

/** One student's file. */
export interface Submission {
  /** As it was given; it names the submission in reports. */
  readonly path: string;
  readonly text: string;
}

export interface GradeOptions {
  /** Ids of the tasks to grade; all of the lesson's without it. */
  readonly tasks?: readonly string[];
  /** Seed of what laws draw. */
  readonly seed?: number;
  /** How many tasks are graded at a time. */
  readonly parallel?: number;
}

/**
 * Grades a submission: every task alone, in a box of its own.
 *
 * The same text, lesson version and seed give the same report, and nothing that a submission does
 * throws: what is the machine's fault ends as `infra-error`.
 */
export async function gradeSubmission(
  submission: Submission,
  course: Course,
  options: GradeOptions = {},
): Promise<SubmissionReport> {
  const { tasks: ids, seed = 1, parallel = 2 } = options;
  const chosen = course.lesson.tasks.filter(({ id }) => ids?.includes(id) ?? true);
  const code = ownCode(course);
  const tasks = await inParallel(chosen, parallel, (task) =>
    gradeTask(submission, course, code, task, seed),
  );
  return {
    source: submission.path,
    lesson: course.lesson.stem,
    points: sum(tasks.map(({ points }) => points)),
    maxPoints: sum(tasks.map(({ maxPoints }) => maxPoints)),
    tasks,
  };
}

/** Points are tenths: adding them as such keeps 0.1 + 0.2 from becoming 0.30000000000000004. */
const sum = (points: readonly number[]) =>
  points.reduce((total, more) => Math.round(10 * (total + more)) / 10, 0);

async function gradeTask(
  { path, text }: Submission,
  course: Course,
  code: OwnCode,
  task: Task,
  seed: number,
): Promise<TaskVerdict> {
  const boxes = new Boxes();
  try {
    const { lesson, stub } = course;
    const compiled = await compile(text, { file: path, task, lesson, ...(stub !== undefined && { stub }) });
    if (compiled.kind !== 'code') return notRun(task, compiled);
    const standIns = await code.standIns();
    const modules = await modulesFor(task, course, code);
    const box = await boxes.once(() =>
      openBox({
        ...compiled,
        modules,
        forbidden: task.forbidden,
        ...(standIns !== undefined && { standIns }),
      }),
    )();
    const { subject: library, memory } = await librarySubject(task, course, code, boxes);
    const verdict = await judgeTask({
      task,
      subject: box,
      references: makeReferences(library),
      mistakes: () => mistakesOf(task, course, code, boxes),
      seed,
    });
    memory.save();
    const output = box.output();
    return output === '' ? verdict : { ...verdict, output };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...nothing(task), status: 'infra-error', message: infraText(reason) };
  } finally {
    await boxes.close();
  }
}

const nothing = ({ id, points }: Task) =>
  ({ id, points: 0, maxPoints: points, passed: [], help: [] }) as const;

/** The verdict on a submission of which nothing could be run for this task. */
function notRun(task: Task, compiled: Exclude<Compiled, { readonly kind: 'code' }>): TaskVerdict {
  const base = nothing(task);
  switch (compiled.kind) {
    case 'unattempted':
      return { ...base, status: 'unattempted', message: failureText('', compiled) };
    case 'missing':
      return { ...base, status: 'error', message: failureText('', compiled) };
    case 'syntax-error': {
      const { line, column, message, text } = compiled;
      const caret = `${' '.repeat(Math.max(0, column - 1))}^`;
      const place = `line ${String(line)}, column ${String(column)}`;
      return { ...base, status: 'error', check: 'syntax', message: `The file cannot be read at ${place}: ${message}\n${text}\n${caret}` };
    }
    default:
      return { ...base, status: 'failed', check: 'allowed ways', message: compiled.message };
  }
}

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
