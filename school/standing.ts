import type { Lesson, Task } from '../grader/task.js';
import { progressOf, type Checked, type Progress } from './progress.js';

/** How a student stands with a task: `stale` passed under another version of the lesson. */
export type State = 'untouched' | 'failed' | 'stale' | 'passed';

export interface Standing {
  readonly state: State;
  /** Of the last check; 0 where that was under another version. */
  readonly points: number;
  /** In words; empty for an untouched task. */
  readonly text: string;
}

/**
 * How a student stands with a task.
 *
 * @param lesson as it is now
 * @param task one of its tasks
 * @param progress what the clone remembers
 */
export function standingOf(lesson: Lesson, task: Task, progress: Progress): Standing {
  const { last, tries, hintsSeen, gaveUp } = progressOf(progress, task.id);
  const isCurrent = last?.version === lesson.version;
  const words = [
    ...verdictWords(last, isCurrent, tries),
    ...(gaveUp ? ['given up: answer seen'] : []),
    ...(hintsSeen > 0 ? [`${counted(hintsSeen, 'hint', 'hints')} seen`] : []),
  ];
  return {
    state: stateOf(last, isCurrent),
    points: isCurrent ? last.points : 0,
    text: words.join(', '),
  };
}

/** The tasks of a lesson that do not pass as it is now, in order. */
export function openTasks(lesson: Lesson, progress: Progress): readonly Task[] {
  return lesson.tasks.filter((task) => standingOf(lesson, task, progress).state !== 'passed');
}

function stateOf(last: Checked | undefined, isCurrent: boolean): State {
  if (last === undefined || last.status === 'unattempted') return 'untouched';
  if (last.status !== 'passed') return 'failed';
  return isCurrent ? 'passed' : 'stale';
}

function verdictWords(
  last: Checked | undefined,
  isCurrent: boolean,
  tries: number,
): readonly string[] {
  if (last === undefined || last.status === 'unattempted') return [];
  const { status, version, points, maxPoints } = last;
  const did = status === 'passed' ? 'passed' : 'failed';
  if (!isCurrent) return [`${did} under version ${String(version)}; check again`];
  if (status === 'passed') return [did];
  return [
    `${String(points)} of ${String(maxPoints)} points`,
    ...(tries > 0 ? [counted(tries, 'try', 'tries')] : []),
  ];
}

/** A number with its noun. */
export function counted(n: number, one: string, several: string): string {
  return `${String(n)} ${n === 1 ? one : several}`;
}
