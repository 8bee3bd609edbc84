import { createHash } from 'node:crypto';
import type { Lesson } from '../grader/task.js';
import type { Status, TaskVerdict } from '../grader/verdict.js';
import { appendEntries, journalOf, readEntries, type Entry, type Say } from './journal.js';
import type { School } from './school.js';

/** What a check of a task said. */
export interface Checked {
  /** When, in UTC: `2026-11-21T12:35:14.000Z`. */
  readonly at: string;
  readonly lesson: string;
  /** The lesson's version at that time. */
  readonly version: number;
  readonly status: Status;
  readonly points: number;
  readonly maxPoints: number;
  /** The known mistake that was named. */
  readonly mistake?: string;
  /** Of the exercise file, so that the same text counts once. */
  readonly text: string;
}

/** How one student stands with one task. */
export interface TaskProgress {
  /** The last check since the task was last reset. */
  readonly last?: Checked;
  /** Failed checks of different texts. */
  readonly tries: number;
  /** The same by the mistake that was named. */
  readonly triesOn: Readonly<Record<string, number>>;
  readonly hintsSeen: number;
  /** Whether the answer was asked for before the task passed. */
  readonly gaveUp: boolean;
}

export type Progress = Readonly<Record<string, TaskProgress>>;

type CheckEntry = Entry & Checked & { readonly did: 'check' };

type Happened =
  | CheckEntry
  | (Entry & { readonly did: 'hint'; readonly seen: number })
  | (Entry & { readonly did: 'give-up' | 'reset' });

const untouched: TaskProgress = { tries: 0, triesOn: {}, hintsSeen: 0, gaveUp: false };

const now = () => new Date().toISOString();

/**
 * What the clone remembers of its student. It outlives sessions and versions of the course: tasks
 * that are no more keep their entries.
 *
 * @param say is told if the memory is damaged; default: standard error
 */
export function readProgress(school: School, say?: Say): Progress {
  return readEntries(journalOf(school.root), say).reduce(withEntry, {});
}

/** How the student stands with a task. */
export function progressOf(progress: Progress, id: string): TaskProgress {
  return Object.hasOwn(progress, id) ? (progress[id] ?? untouched) : untouched;
}

/**
 * How much help is due with the last verdict: as many steps as there were tries on the mistake it
 * names.
 */
export function helpDue(progress: Progress, id: string): number {
  const { last, triesOn } = progressOf(progress, id);
  return last?.mistake === undefined ? 0 : (triesOn[last.mistake] ?? 0);
}

/**
 * Remembers what a check said and returns how all tasks stand now. A file that cannot be read says
 * nothing of its tasks, nor does a fault of the machine.
 *
 * @param lesson the lesson that was checked
 * @param text the submission's
 * @param verdicts of the tasks that were checked
 */
export function recordCheck(
  school: School,
  { stem, version }: Lesson,
  text: string,
  verdicts: readonly TaskVerdict[],
): Progress {
  const before = readProgress(school);
  const hash = textHash(text);
  const entries = verdicts
    .filter(({ status, check }) => status !== 'infra-error' && check !== 'syntax')
    .map(({ id, status, points, maxPoints, mistake }): CheckEntry => ({
      task: id,
      did: 'check',
      at: now(),
      ...{ lesson: stem, version, status, points, maxPoints, text: hash },
      ...(mistake !== undefined && { mistake }),
    }))
    .filter((entry) => isNews(entry, progressOf(before, entry.task).last));
  return add(school, before, entries);
}

/** What a submission's text is remembered by. */
export const textHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Remembers how many hints of a task were shown. */
export function recordHint(school: School, id: string, hintsSeen: number): void {
  add(school, {}, [{ task: id, did: 'hint', at: now(), seen: hintsSeen }]);
}

/** Remembers that the answer of a task was shown before it passed. */
export function recordGiveUp(school: School, id: string): void {
  add(school, {}, [{ task: id, did: 'give-up', at: now() }]);
}

/** Remembers that tasks are stubs again; what was learnt about them stays. */
export function recordReset(school: School, ids: readonly string[]): void {
  const entries = ids.map((task): Happened => ({ task, did: 'reset', at: now() }));
  add(school, {}, entries);
}

function add(school: School, before: Progress, entries: readonly Happened[]): Progress {
  appendEntries(journalOf(school.root), entries);
  return entries.reduce(withEntry, before);
}

/** Whether a check says anything that the one before it did not. */
function isNews(entry: Checked, last: Checked | undefined): boolean {
  if (last === undefined) return entry.status !== 'unattempted';
  if (entry.status === 'unattempted' && last.status === 'unattempted') return false;
  const { status, points, version, text, mistake } = last;
  return (
    entry.status !== status ||
    entry.points !== points ||
    entry.version !== version ||
    entry.text !== text ||
    entry.mistake !== mistake
  );
}

function withEntry(progress: Progress, entry: Entry): Progress {
  return { ...progress, [entry.task]: after(progressOf(progress, entry.task), entry as Happened) };
}

function after(before: TaskProgress, entry: Happened): TaskProgress {
  switch (entry.did) {
    case 'check':
      return afterCheck(before, entry);
    case 'hint':
      return { ...before, hintsSeen: Math.max(before.hintsSeen, entry.seen) };
    case 'give-up':
      return { ...before, gaveUp: true };
    case 'reset': {
      const { tries, triesOn, hintsSeen, gaveUp } = before;
      return { tries, triesOn, hintsSeen, gaveUp };
    }
    default:
      // Written by a later version of the course.
      return before;
  }
}

function afterCheck(
  before: TaskProgress,
  { at, lesson, version, status, points, maxPoints, mistake, text }: Checked,
): TaskProgress {
  const named = mistake !== undefined && { mistake };
  const last = { at, lesson, version, status, points, maxPoints, text, ...named };
  const { tries, triesOn } = before;
  const isTry = status !== 'passed' && status !== 'unattempted' && before.last?.text !== last.text;
  if (!isTry) return { ...before, last };
  const on = mistake === undefined ? {} : { [mistake]: (triesOn[mistake] ?? 0) + 1 };
  return { ...before, last, tries: tries + 1, triesOn: { ...triesOn, ...on } };
}
