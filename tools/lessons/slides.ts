import { LessonProblem } from './problem.js';
import { countWords } from './words.js';

const most = { lines: 12, words: 80 };

/**
 * Checks that a slide can be read from the last row.
 *
 * @param markdown what stands in the container
 * @param line of the container
 * @throws LessonProblem if it is empty or too long; a formula counts as one word
 */
export function checkSlide(markdown: string, line: number, file: string): void {
  const lines = markdown.split('\n').filter((text) => text.trim() !== '').length;
  const words = countWords(markdown);
  const fault = (text: string) => new LessonProblem(file, line, text);
  if (lines === 0) throw fault('this slide is empty. Fill or remove it.');
  if (lines > most.lines || words > most.words)
    throw fault(
      `this slide is too long: lines ${String(lines)} of ${String(most.lines)}, words ${String(words)} of ${String(most.words)}. Shorten it, or make two of it.`,
    );
}
