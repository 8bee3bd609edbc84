import { InputError, wrongInput } from '../src/core/index.js';

let stem: string | undefined;

/** Says which lesson this notebook is. */
export function setLessonHere(name: string): void {
  stem = name;
}

/**
 * The lesson of this notebook.
 *
 * @throws InputError before `start`
 */
export function lessonHere(): string {
  if (stem !== undefined) return stem;
  throw new InputError(
    wrongInput('notebook', 'start(...) to have run', 'a cell before it', 'Run the first cell.'),
  );
}
