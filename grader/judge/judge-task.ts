import type { Failure } from '../outcome.js';
import type { Check, Level, Task } from '../task.js';
import type { ErrorMap, Rung, TaskVerdict } from '../verdict.js';
import { gradientName, type Asking } from './case-checks.js';
import type { CheckResult } from './check-result.js';
import { diagnose, type KnownMistake } from './diagnose.js';
import { errorMapOf } from './error-map.js';
import { statusOf } from './failures.js';
import type { References } from './references.js';
import { runCheck } from './run-check.js';
import { leakAdvice } from './leaks.js';
import { isFinal, Questioned, unawaited, type Subject } from './subject.js';

/** The ladder: a level is asked only if all below it hold. */
const ladder: readonly Level[] = ['contract', 'values', 'gradient', 'laws', 'behaviour'];

export interface Judging {
  readonly task: Task;
  readonly subject: Subject;
  readonly references: References;
  /** Opened only when a check fails. */
  readonly mistakes: () => Promise<readonly KnownMistake[]>;
  readonly seed: number;
}

/** Asks a function what its task's checks ask, level by level, and says what came of it. */
export async function judgeTask(judging: Judging): Promise<TaskVerdict> {
  const subject = questioned(judging);
  const climbed = await climb(judging, subject);
  const verdict =
    climbed.first === undefined
      ? passedVerdict(judging.task, climbed)
      : await failedVerdict(judging, climbed.first, climbed);
  const advice = await leakAdvice(subject, judging.references);
  return advice === undefined ? verdict : { ...verdict, advice };
}

/** The check that a function fails first; nothing if it passes. */
export async function firstFailed(judging: Judging): Promise<Failed | undefined> {
  return (await climb(judging, questioned(judging))).first;
}

/** The function under question as checks ask it. */
export function questioned({ task, subject }: Judging): Questioned {
  return new Questioned(task.promises === true ? subject : unawaited(subject));
}

/** What checks of a task need besides the function. */
export function askingOf({ task, references, seed }: Judging): Asking {
  return { references, axes: axesOf(task), seed };
}

/** A check and how it failed. */
export interface Failed {
  readonly check: Check;
  readonly result: CheckResult & { readonly ok: false };
}

interface Climbed {
  readonly passed: readonly Check[];
  /** Part of the points. */
  readonly earned: number;
  readonly ladder: readonly Rung[];
  readonly first?: Failed;
}

async function climb(judging: Judging, subject: Questioned): Promise<Climbed> {
  const { task } = judging;
  const asking = askingOf(judging);
  const passed: Check[] = [];
  const parts: Part[] = [];
  const levels = ladder.filter((level) => task.checks.some((check) => check.level === level));
  for (const level of levels) {
    let first: Failed | undefined;
    for (const check of task.checks.filter((candidate) => candidate.level === level)) {
      const result = await runCheck(check, subject, asking);
      parts.push({ check, earned: result.ok ? 1 : result.earned });
      if (result.ok) passed.push(check);
      else first ??= { check, result };
      if (!result.ok && result.failure && isFinal(result.failure)) break;
    }
    if (first !== undefined)
      return { passed, earned: earnedIn(parts), first, ladder: rungs(levels, level) };
  }
  return { passed, earned: earnedIn(parts), ladder: rungs(levels) };
}

/** A check with the part of its share that was earned. */
interface Part {
  readonly check: Check;
  readonly earned: number;
}

/** Part of all points. The form of an answer counts once a check of what it says has passed. */
function earnedIn(parts: readonly Part[]): number {
  const sayRight = parts.some(({ check, earned }) => check.kind !== 'contract' && earned === 1);
  return parts
    .filter(({ check }) => sayRight || check.kind !== 'contract')
    .reduce((sum, { check, earned }) => sum + check.share * earned, 0);
}

/** The levels of a ladder, up to the one that failed and beyond. */
function rungs(levels: readonly Level[], failed?: Level): readonly Rung[] {
  const at = failed === undefined ? levels.length : levels.indexOf(failed);
  return levels.map((level, i) => ({
    level,
    came: i < at ? 'passed' : i === at ? 'failed' : 'not reached',
  }));
}

function passedVerdict({ id, points }: Task, { passed, ladder: climbed }: Climbed): TaskVerdict {
  return {
    id,
    status: 'passed',
    points,
    maxPoints: points,
    message: `All ${String(passed.length)} checks passed.`,
    passed: titlesOf(passed),
    ladder: climbed,
    help: [],
  };
}

async function failedVerdict(
  judging: Judging,
  { check, result }: Failed,
  { earned, passed, ladder: climbed }: Climbed,
): Promise<TaskVerdict> {
  const { task, mistakes } = judging;
  const errorMap = errorMapIn(check, result, axesOf(task));
  const { failure, message, answers } = result;
  const known = await mistakes();
  const mistake =
    failure && isFinal(failure)
      ? undefined
      : await diagnose({ check, answers, passed }, known, askingOf(judging));
  const own = await ownPart(judging, earned, known);
  return {
    id: task.id,
    status: failure ? statusOf(failure) : 'failed',
    points: isRefusal(failure) ? 0 : partOf(task.points, own),
    maxPoints: task.points,
    check: check.title,
    ...(mistake && { mistake: mistake.id }),
    message: own < earned ? `${message}\n${givenEarnsNothing}` : message,
    passed: titlesOf(passed),
    ladder: climbed,
    ...(errorMap && { errorMap }),
    help: mistake ? [mistake.place, mistake.probe, mistake.cause] : [],
  };
}

const givenEarnsNothing = 'What the given code does right already earns no points.';

/** The part of the points above what a debug task's code, which was given out, earns by itself. */
async function ownPart(judging: Judging, earned: number, known: readonly KnownMistake[]) {
  const given = known.find(({ id }) => id === judging.task.wrongVersion);
  if (given === undefined || earned === 0) return earned;
  const asked = { ...judging, subject: given.subject };
  const free = (await climb(asked, questioned(asked))).earned;
  return Math.max(0, earned - free) / (1 - free);
}

const titlesOf = (checks: readonly Check[]) => checks.map(({ title }) => title);

/** The map of the input that the message is about. */
function errorMapIn(
  check: Check,
  { wrong: [first] }: Failed['result'],
  axes: Readonly<Record<string, string>>,
): ErrorMap | undefined {
  if (first?.found === undefined || check.kind === 'property') return undefined;
  if (check.kind === 'gradient')
    return errorMapOf(first.found, {}, (path) => gradientName(path, check.withRespectTo));
  return errorMapOf(first.found, axes, (path) => (path === '' ? 'the result' : path));
}

const isRefusal = (failure: Failure | undefined) =>
  failure !== undefined &&
  (['forbidden', 'unattempted', 'missing', 'infra-error'].includes(failure.kind) ||
    (failure.kind === 'unreadable' && failure.isLie === true));

/** Tenths of a point, and never all of them for less than everything. */
function partOf(points: number, earned: number): number {
  return Math.max(0, Math.min(Math.floor(points * earned * 10 + 1e-6) / 10, points - 0.1));
}

function axesOf(task: Task): Readonly<Record<string, string>> {
  return task.checks.find((check) => check.kind === 'contract')?.axes ?? {};
}
