import type { Card } from './card.js';
import { engine, type Mixed } from './engine-link.js';
import { kernelLink } from './kernel-link.js';
import { lessonHere } from './lesson-here.js';
import type { Yours } from './yours.js';

/**
 * Grades one task as your exercise file stands on disk, and shows the verdict.
 *
 * @param task the task's id, such as `rnn-cell`
 */
export async function check(task: string): Promise<void> {
  show(await engine().check(lessonHere(), task));
}

/**
 * Shows a hint for a task, from a nudge to nearly the answer; the hints before it are folded away.
 *
 * @param task the task's id, such as `rnn-cell`
 * @param number which one, from 1; default: the last one you have seen, or the first
 */
export async function hint(task: string, number?: number): Promise<void> {
  show(await engine().hint(lessonHere(), task, number));
}

/**
 * Finds the smallest input on which your function of a task fails, and puts it into a new cell below, to be run and changed.
 *
 * @param task the task's id, such as `rnn-cell`
 */
export async function repro(task: string): Promise<void> {
  const { card, cell } = await engine().repro(lessonHere(), task);
  show(card);
  if (cell !== undefined) kernelLink().nextCell(cell);
}

/**
 * Your own functions of a lesson where they pass, the library's elsewhere; shows which is whose.
 *
 * @param lesson the lesson's stem, such as `01-rnn`
 * @returns the functions by name
 */
export async function yours<L extends keyof Yours>(lesson: L): Promise<Yours[L]> {
  return mixed(lesson, await engine().yours(lesson));
}

/**
 * As `yours`, with a known mistake in the place of one task's function: to see what a model that has it learns.
 *
 * @param lesson the lesson's stem, such as `01-rnn`
 * @param task the task's id, such as `batch-lines`
 * @param mistake the mistake's id
 * @returns the functions by name; those that call the mistaken one call the mistake
 * @throws UsageError naming what there is, if the task or the mistake is unknown
 */
export async function mistaken<L extends keyof Yours>(
  lesson: L,
  task: string,
  mistake: string,
): Promise<Yours[L]> {
  return mixed(lesson, await engine().mistaken(lesson, task, mistake));
}

/**
 * Your own functions of a lesson as they stand, right or wrong; what they need of earlier tasks is the library's, as in a
 * check.
 *
 * @param lesson the lesson's stem, such as `01-rnn`
 */
export async function own<L extends keyof Yours>(lesson: L): Promise<Yours[L]> {
  return (await engine().own(lesson)) as unknown as Yours[L];
}

function mixed<L extends keyof Yours>(_: L, { functions, card }: Mixed): Yours[L] {
  show(card);
  return functions as unknown as Yours[L];
}

function show({ html, text }: Card): void {
  kernelLink().display({ 'text/html': html, 'text/plain': text });
}
