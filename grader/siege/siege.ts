/**
 * What attacks are tried with: one function of an answer key is an attack, and all else is right.
 */
import { expect } from 'vitest';
import type { Limits } from '../box/limits.js';
import { gradeSubmission, type LessonHome } from '../grade.js';
import { rightAnswers, testHome } from '../testing/lesson-home.js';
import type { TaskVerdict } from '../verdict.js';

export interface Ground {
  /** The lesson; the grader's own without it. */
  readonly home?: LessonHome;
  /** The answer key's text, of that lesson. */
  readonly key?: string;
  readonly limits?: Partial<Limits>;
}

/**
 * An answer key with source in place of one of its functions.
 *
 * @param name of the exported function
 * @param source a declaration that exports another of this name, with whatever it needs
 */
export function inPlaceOf(name: string, source: string, key = rightAnswers()): string {
  const found = new RegExp(`^export function ${name}\\b[^]*?\\n}\\n`, 'm');
  const changed = key.replace(found, () => `${source}\n`);
  if (changed === key) throw new Error(`expected a function ${name} in the key, received none`);
  return changed;
}

/**
 * Grades a key with an attack in it. The machine is never to blame for it, and all other tasks keep
 * their points.
 *
 * @param name of the function that the source takes the place of
 * @returns the verdict on the attacked task
 */
export async function besieged(
  name: string,
  source: string,
  { home = testHome(), key, limits = {} }: Ground = {},
): Promise<TaskVerdict> {
  const text = inPlaceOf(name, source, key);
  const { tasks } = await gradeSubmission({ path: 'attack.ts', text }, home, { limits });
  const id = home.lesson.tasks.find((task) => task.name === name)?.id;
  for (const { status } of tasks) expect(status).not.toBe('infra-error');
  const others = tasks.filter((task) => task.id !== id);
  expect(others.map(({ points }) => points)).toEqual(others.map(({ maxPoints }) => maxPoints));
  const verdict = tasks.find((task) => task.id === id);
  if (verdict === undefined) throw new Error(`expected a task with ${name}, received none`);
  return verdict;
}

/** As `besieged`, for an attack that may earn nothing. */
export async function gainsNothing(
  name: string,
  source: string,
  ground: Ground = {},
): Promise<TaskVerdict> {
  const verdict = await besieged(name, source, ground);
  expect(verdict.points).toBe(0);
  expect(verdict.status).not.toBe('passed');
  return verdict;
}
