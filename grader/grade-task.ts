import { openBox, warmBox, type Box, type Limits, type WarmBox } from './box/box.js';
import { compileTask, type Compiled, type Read } from './compile/compile.js';
import { excerpt } from './compile/excerpt.js';
import type { SyntaxFault } from './compile/compiled.js';
import type { LessonHome } from './lesson-home.js';
import { failureText, infraText } from './judge/failures.js';
import { syntaxHabit } from './judge/habits.js';
import { judgeTask, type Judging } from './judge/judge-task.js';
import { makeReferences } from './judge/references.js';
import type { Subject } from './judge/subject.js';
import { mistakesOf } from './references/mistakes.js';
import {
  Boxes,
  librarySubject,
  modulesFor,
  standInsOption,
  type OwnCode,
} from './references/own-code.js';
import type { Memory } from './references/memory.js';
import { wrongVersion } from './references/wrong-version.js';
import { short } from './short.js';
import type { Task } from './task.js';
import type { TaskVerdict } from './verdict.js';
import { withoutPaths } from './without-paths.js';

/** One student's file. */
export interface Submission {
  /** As it was given; it names the submission in reports. */
  readonly path: string;
  readonly text: string;
}

/** What grading a task needs besides the submission. */
export interface Grading {
  readonly home: LessonHome;
  readonly code: OwnCode;
  /** The submission read, once for all tasks. */
  readonly read: () => Promise<Read | SyntaxFault>;
  readonly task: Task;
  readonly seed: number;
  /** Whether what a debug task gives out is graded like any other text. */
  readonly gradeGiven: boolean;
  readonly limits: Partial<Limits>;
  /** Is told how long the submission's function took in all calls, in milliseconds. */
  readonly took: (task: Task, milliseconds: number) => void;
  /** A box started ahead, for the first who asks. */
  readonly ahead: () => WarmBox | undefined;
}

type Runnable = Compiled & { readonly kind: 'code' };
type NotRunnable = Exclude<Compiled, Runnable>;

/** Grades one task alone. Nothing that a submission does makes it throw. */
export async function gradeTask(submission: Submission, grading: Grading): Promise<TaskVerdict> {
  const { task } = grading;
  if (submission.text.trim() === '')
    return { ...nothing(task), status: 'error', message: emptyFile };
  try {
    const { message, ...verdict } = await inBox(
      grading,
      async ({ judging, box, memory, slip }) => {
        const verdict = withSlip(await judgeTask(judging), slip);
        memory.save();
        const output = withoutPaths(box.output());
        return output === '' ? verdict : { ...verdict, output };
      },
      (compiled) => notRun(task, compiled),
    );
    return { ...verdict, message: short(withoutPaths(message), longestMessage) };
  } catch (error) {
    // Only what was handed in can be too deep or too long for us.
    if (error instanceof RangeError)
      return { ...nothing(task), status: 'error', message: beyondUs(error) };
    const reason = error instanceof Error ? error.message : String(error);
    return { ...nothing(task), status: 'infra-error', message: infraText(reason) };
  }
}

/** A submission's function in its box, ready to be judged. */
export interface Opened {
  readonly judging: Judging;
  readonly box: Box;
  readonly library: Subject;
  /** The library's answers. */
  readonly memory: Memory;
  /** What in the text is surely a slip. */
  readonly slip: string | undefined;
}

/** What the text shows is said with what running it showed. */
function withSlip(verdict: TaskVerdict, slip: string | undefined): TaskVerdict {
  if (slip === undefined || verdict.status === 'passed') return verdict;
  return { ...verdict, message: `${verdict.message}\n${slip}` };
}

/**
 * Opens the submission's function of a task in a box of its own, for as long as it is used.
 *
 * @param use what is done with it
 * @param otherwise takes what cannot be run, and why
 */
export async function inBox<T>(
  grading: Grading,
  use: (opened: Opened) => Promise<T>,
  otherwise: (compiled: NotRunnable) => T,
): Promise<T> {
  const { home, code, task, seed, limits, took, ahead } = grading;
  const boxes = new Boxes();
  try {
    // Its process starts while the code is compiled.
    const warm = boxes.take(ahead() ?? warmBox(limits));
    boxes.take({
      close: async () => {
        await warm.close();
        took(task, warm.process.spentMilliseconds);
      },
    });
    const compiled = await compiledFor(grading);
    if (compiled.kind !== 'code') return otherwise(compiled);
    const box = await openBox({ ...(await boxOptions(compiled, grading)), warm });
    const { subject: library, memory } = await librarySubject(task, home, code, boxes);
    const references = makeReferences(library);
    const mistakes = () => mistakesOf(task, home, code, boxes);
    const judging = { task, subject: box, references, mistakes, seed };
    return await use({ judging, box, library, memory, slip: compiled.slip });
  } finally {
    await boxes.close();
  }
}

async function compiledFor({ home, read, task, gradeGiven }: Grading) {
  const stub = gradeGiven ? undefined : await wrongVersion(home, task);
  const { lesson } = home;
  return compileTask(await read(), { task, lesson, ...(stub !== undefined && { stub }) });
}

async function boxOptions(compiled: Runnable, { home, code, task }: Grading) {
  const modules = await modulesFor(task, home, compiled);
  return { ...compiled, modules, ...(await standInsOption(code)) };
}

const emptyFile =
  "The file is empty. Delete it, then 'npm run lessons' makes it again with all its stubs.";

/** Names and texts of the student's are quoted in messages, and may be as long as the file. */
const longestMessage = 2_500;

const beyondUs = ({ message }: RangeError) =>
  `expected a function that can be read and judged, received one that is too deep or too long (${short(message)}). Write it in plain steps.`;

const asGiven = 'Still as it was given: the code that stands there is wrong. Find out where.';

const nothing = ({ id, points }: Task) =>
  ({ id, points: 0, maxPoints: points, passed: [], help: [] }) as const;

/** The verdict on a submission of which nothing could be run for this task. */
export function notRun(task: Task, compiled: NotRunnable): TaskVerdict {
  const base = nothing(task);
  switch (compiled.kind) {
    case 'unattempted':
      return {
        ...base,
        status: 'unattempted',
        message: task.kind === 'debug' ? asGiven : failureText('', compiled),
      };
    case 'missing':
      return { ...base, status: 'error', message: missingFunction(task, compiled) };
    case 'syntax-error':
      return { ...base, status: 'error', check: 'syntax', message: syntaxMessage(compiled) };
    default: {
      const message = `Line ${String(compiled.line)}: ${compiled.message}`;
      return { ...base, status: 'failed', check: 'allowed ways', message };
    }
  }
}

function missingFunction(
  { name }: Task,
  { declared, exported }: Compiled & { readonly kind: 'missing' },
): string {
  if (declared)
    return `expected an exported function ${name}, received one without export. Write 'export function ${name}'.`;
  const received =
    exported.length === 0
      ? 'none'
      : `only ${exported
          .slice(0, 8)
          .map((one) => short(one))
          .join(', ')}`;
  return `expected an exported function ${name}, received ${received}. Put 'export function ${name}(...)' back, under this very name, and write its body.`;
}

function syntaxMessage({
  line,
  column,
  message,
  text,
}: Compiled & { readonly kind: 'syntax-error' }): string {
  if (text.includes('\0'))
    return 'The file cannot be read: it is not plain text in UTF-8. Save it as UTF-8. Until then, no task can be graded.';
  const remedy =
    syntaxHabit(message, text) ??
    'Look there and just above for a bracket, quote or comma too few or too many.';
  return `The file cannot be read, from line ${String(line)}, column ${String(column)}: ${message}\n${excerpt(text, column)}\n${remedy} Until it is mended, no task can be graded.`;
}
