import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from '../grader/references/store.js';
import type { TaskVerdict } from '../grader/verdict.js';
import type { School } from './school.js';

/** How one student stands with one task. */
export interface TaskProgress {
  readonly passed: boolean;
  /** Failed checks of different texts; help grows with them. */
  readonly tries: number;
  readonly hintsSeen: number;
  /** Of the exercise file at the last check, so that the same text counts once. */
  readonly text?: string;
}

export type Progress = Readonly<Record<string, TaskProgress>>;

const untouched: TaskProgress = { passed: false, tries: 0, hintsSeen: 0 };

const fileOf = ({ root }: School) => join(root, '.unroll', 'state', 'progress.json');

/** What the clone remembers of its student; nothing if there is no file or it is damaged. */
export function readProgress(school: School): Progress {
  const stored = readJson(fileOf(school));
  const isOurs = typeof stored === 'object' && stored !== null && 'tasks' in stored;
  return isOurs ? (stored.tasks as Progress) : {};
}

export function progressOf(progress: Progress, id: string): TaskProgress {
  return Object.hasOwn(progress, id) ? (progress[id] ?? untouched) : untouched;
}

/** Changes one task's progress; the file is replaced whole. */
function update(school: School, changes: Progress): void {
  const tasks = { ...readProgress(school), ...changes };
  writeJson(fileOf(school), { schema: 'unroll.progress/1', tasks });
}

/** Counts the tries of checked tasks and returns how they stand now. */
export function recordCheck(
  school: School,
  text: string,
  verdicts: readonly TaskVerdict[],
): Progress {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const before = readProgress(school);
  const now = verdicts
    .filter(({ status }) => status !== 'infra-error' && status !== 'unattempted')
    .map(({ id, status }) => {
      const known = progressOf(before, id);
      const passed = status === 'passed';
      const tries = known.tries + (passed || known.text === hash ? 0 : 1);
      return [id, { ...known, passed, tries, text: hash }] as const;
    });
  const changes = Object.fromEntries(now);
  update(school, changes);
  return { ...before, ...changes };
}

/** Remembers that one more hint was shown. */
export function recordHint(school: School, id: string, hintsSeen: number): void {
  update(school, { [id]: { ...progressOf(readProgress(school), id), hintsSeen } });
}
