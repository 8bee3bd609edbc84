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
  const { html, text } = await engine().check(lessonHere(), task);
  kernelLink().display({ 'text/html': html, 'text/plain': text });
}

/**
 * Your own functions of a lesson where they pass, the library's elsewhere; prints which is whose.
 *
 * @param lesson the lesson's stem, such as `01-rnn`
 * @returns the functions by name
 */
export async function yours<L extends keyof Yours>(lesson: L): Promise<Yours[L]> {
  const { functions, text } = await engine().yours(lesson);
  kernelLink().display({ 'text/plain': text });
  return functions as unknown as Yours[L];
}
