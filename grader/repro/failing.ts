import type { Outcome } from '../outcome.js';
import type { CaseResult } from '../judge/case-checks.js';
import { scaleOf, type Difference } from '../judge/compare.js';
import { askingOf, firstFailed, questioned, type Judging } from '../judge/judge-task.js';
import { runProperty } from '../judge/property.js';
import { runCase, type CaseCheck } from '../judge/run-check.js';
import { GraderFault, isFinal, type Subject } from '../judge/subject.js';
import type { Case, PropertyCheck } from '../task.js';
import type { Handle, Value } from '../value.js';
import { entriesIn, ones, rounded, smallerForms } from './smaller.js';

/** A call that a law or behaviour made. */
export interface Call {
  /** The function that an earlier call returned; without it, the task's own. */
  readonly of?: Handle;
  readonly args: Readonly<Record<string, Value>> | readonly Value[];
  readonly outcome: Outcome;
}

/** What fails, as small and with as few digits as it still does. */
export type Failing =
  | {
      readonly kind: 'case';
      readonly check: CaseCheck;
      readonly asked: Case;
      /** What is wrong with the answer. */
      readonly fault: Fault;
      /** Paths of what came out wrong, where there was an answer. */
      readonly paths: readonly string[];
    }
  | { readonly kind: 'calls'; readonly check: PropertyCheck; readonly calls: readonly Call[] };

/** Kind of a difference, `threw ...`, or what the contract found. */
export type Fault = string;

const mostAttempts = 60;
/** Part of a tensor's scale that the digits shown may hide. */
const faint = 1e-4;
const faintly = ', faint';
const digitsTried = [1, 2, 3, 5];

/**
 * The smallest input on which a function fails.
 *
 * @param library the library's function of the same task
 * @returns nothing if it passes
 */
export async function findFailing(
  judging: Judging,
  library: Subject,
): Promise<Failing | undefined> {
  const asked: Call[] = [];
  const failed = await firstFailed({ ...judging, subject: recording(judging.subject, asked) });
  if (failed === undefined) return undefined;
  const { check, result } = failed;
  // Once a box has ended it answers no more: what it was asked last is all there is.
  const hasEnded = result.failure !== undefined && isFinal(result.failure);
  if (check.kind === 'property')
    return {
      kind: 'calls',
      check,
      calls: hasEnded ? asked.slice(-1) : await callsOf(check, judging, library),
    };
  const plain = result.wrong.filter(({ found }) => found === undefined || !isFaint(found[0]));
  const [first, ...rest] = (plain.length > 0 ? plain : result.wrong).map(({ asked }) => asked);
  if (first === undefined) throw new GraderFault(`${check.title} failed on no input`);
  const size = ({ args }: Case) => entriesIn(args);
  const least = rest.reduce((best, one) => (size(one) < size(best) ? one : best), first);
  return hasEnded
    ? { kind: 'case', check, asked: least, fault: result.failure.kind, paths: [] }
    : await smallest(check, least, judging);
}

/** Cuts and rounds for as long as the function fails in the same way. */
async function smallest(check: CaseCheck, asked: Case, judging: Judging): Promise<Failing> {
  const ask = (of: Case) => attempt(check, of, judging);
  const before = await ask(asked);
  if (before === undefined) throw new GraderFault(`${asked.name} fails and then does not`);
  let found: Found = { asked, ...before };
  let attempts = 0;
  const improve = async (next: Case): Promise<boolean> => {
    if (attempts++ >= mostAttempts) return false;
    const tried = await ask(next);
    if (tried === undefined || !isAsPlain(tried.fault, before.fault)) return false;
    found = { asked: next, ...tried };
    return true;
  };
  const improveByFirst = async (candidates: readonly Case[]): Promise<boolean> => {
    for (const next of candidates) if (await improve(next)) return true;
    return false;
  };
  while (await improveByFirst(smallerForms(found.asked.args).map(bare)));
  await improveByFirst(digitsTried.map((n) => bare(rounded(found.asked.args, n) as Case['args'])));
  if (check.kind === 'gradient') await simplerWeights(found.asked, judging, improve);
  const paths = found.found?.map(({ path }) => path) ?? [];
  const weights = check.kind === 'gradient' && {
    cotangent: await judging.references.cotangent(found.asked),
  };
  return {
    kind: 'case',
    check,
    asked: { ...found.asked, ...weights },
    fault: found.fault,
    paths,
  };
}

interface Found {
  readonly asked: Case;
  readonly fault: Fault;
  readonly found?: readonly Difference[];
}

const bare = (args: Case['args']): Case => ({ name: 'smaller', args });

/** The gradient of the plain sum is easier to read than that of a weighted one. */
async function simplerWeights(
  asked: Case,
  { references }: Judging,
  improve: (next: Case) => Promise<boolean>,
): Promise<void> {
  const weights = await references.cotangent(asked);
  if (await improve({ ...asked, cotangent: ones(weights) })) return;
  for (const digits of digitsTried)
    if (await improve({ ...asked, cotangent: rounded(weights, digits) })) return;
}

/** How the function fails on an input; nothing if it passes, or the library has no answer. */
async function attempt(check: CaseCheck, of: Case, judging: Judging) {
  try {
    const result = await runCase(check, of, questioned(judging), askingOf(judging));
    if (result.message === undefined) return undefined;
    return { fault: faultOf(result), ...(result.found && { found: result.found }) };
  } catch (error) {
    if (error instanceof GraderFault) return undefined;
    throw error;
  }
}

/** Whether a fault is the one that was found before, or that one seen better. */
const isAsPlain = (fault: Fault, before: Fault) => fault === before || fault + faintly === before;

/** Whether a difference may not show where the program runs, in single precision and few digits. */
function isFaint(difference: Difference | undefined): boolean {
  if (difference?.kind !== 'entries') return false;
  const { expected, received, wrong } = difference;
  const bound = faint * Math.max(scaleOf(expected), faint);
  return wrong.every((i) => Math.abs((expected.data[i] ?? 0) - (received.data[i] ?? 0)) < bound);
}

function faultOf({ failure, found, answers }: CaseResult): Fault {
  if (failure?.kind === 'threw')
    return `threw ${failure.name} ${failure.message.replaceAll(/\d+/g, '')}`;
  if (failure !== undefined) return failure.kind;
  const [difference] = found ?? [];
  if (difference !== undefined) return difference.kind + (isFaint(difference) ? faintly : '');
  const [answer] = answers;
  const changed = answer?.kind === 'value' && answer.observed.inputsChanged.length > 0;
  return changed ? 'changed' : 'twice';
}

/** What a law asked before it was found broken, with as few digits as it still is. */
async function callsOf(
  check: PropertyCheck,
  judging: Judging,
  library: Subject,
): Promise<readonly Call[]> {
  const { subject } = questioned(judging);
  for (const digits of digitsTried) {
    const calls: Call[] = [];
    const isBroken = !(await runProperty(check, recording(subject, calls, digits), judging.seed))
      .ok;
    // Rounding itself can break a law, and then the library breaks it too.
    if (isBroken && (await runProperty(check, recording(library, [], digits), judging.seed)).ok)
      return calls;
  }
  const calls: Call[] = [];
  await runProperty(check, recording(subject, calls), judging.seed);
  return calls;
}

/** A subject that writes down what it is asked, with numbers rounded before. */
function recording(subject: Subject, calls: Call[], digits?: number): Subject {
  const round = <T extends Value>(value: T) =>
    digits === undefined ? value : (rounded(value, digits) as T);
  return {
    ...subject,
    call: async (args) => {
      const outcome = await subject.call(round(args));
      calls.push({ args: round(args), outcome });
      return outcome;
    },
    handle: async (of, args) => {
      const outcome = await subject.handle(of, round(args));
      calls.push({ of, args: round(args), outcome });
      return outcome;
    },
  };
}
