import type { Card } from './card.js';
import { engine } from './engine-link.js';
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
  await markOutdated();
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
 * Finds the smallest input on which your function of a task fails, and puts it into a new cell
 * below, to be run and changed.
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
  const { functions, card } = await engine().yours(lesson);
  const id = `unroll-yours-${String(++cards)}`;
  shownCards.set(lesson, id);
  kernelLink().display(bundleOf(card), id);
  return functions as unknown as Yours[L];
}

/**
 * As `yours`, with a known mistake in the place of one task's function: to see what a model that
 * has it learns.
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
  const { functions, card } = await engine().mistaken(lesson, task, mistake);
  show(card);
  return functions as unknown as Yours[L];
}

/**
 * Your own functions of a lesson as they stand, right or wrong; what they need of earlier tasks is
 * the library's, as in a check.
 *
 * @param lesson the lesson's stem, such as `01-rnn`
 */
export async function own<L extends keyof Yours>(lesson: L): Promise<Yours[L]> {
  return (await engine().own(lesson)) as unknown as Yours[L];
}

/** The last card of functions for each lesson, by the name of its output. */
const shownCards = new Map<string, string>();
let cards = 0;

/** A card of functions says so in its place when the file that they came from has changed. */
async function markOutdated(): Promise<void> {
  for (const [lesson, id] of shownCards) {
    const card = await engine().outdated(lesson);
    if (card !== undefined) kernelLink().display(bundleOf(card), id, true);
  }
}

function show(card: Card): void {
  kernelLink().display(bundleOf(card));
}

const bundleOf = ({ html, text }: Card) => ({ 'text/html': html, 'text/plain': text });
