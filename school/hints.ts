import type { Task } from '../grader/task.js';
import { progressOf, readProgress, recordHint } from './progress.js';
import type { School } from './school.js';

/** Hints as they are shown next. */
export interface ShownHints {
  /** One, or all of them once all were seen. */
  readonly hints: readonly string[];
  /** Number of the first of them, from 1. */
  readonly first: number;
  /** How many were seen by now, and how many there are. */
  readonly seen: number;
  readonly of: number;
}

/** The next hint of a task, which counts as seen from now on; once all were seen, all of them. */
export function takeHint(school: School, { id, hints }: Task): ShownHints {
  const { hintsSeen } = progressOf(readProgress(school), id);
  const of = hints.length;
  if (hintsSeen >= of) return { hints, first: 1, seen: of, of };
  recordHint(school, id, hintsSeen + 1);
  const next = hints.slice(hintsSeen, hintsSeen + 1);
  return { hints: next, first: hintsSeen + 1, seen: hintsSeen + 1, of };
}

/** Hints line by line, each with its number. */
export function hintLines({ id }: Task, { hints, first, of }: ShownHints): readonly string[] {
  return hints.map((text, i) => `${id} ${String(first + i)}/${String(of)}: ${text}`);
}
