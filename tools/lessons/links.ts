import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { nearest } from '../../school/nearest.js';
import type { LessonText } from './lesson-text.js';
import { LessonProblem } from './problem.js';

/** What a link may lead to besides files that are there. */
export interface LinkTargets {
  /** Paths of files that will be there once everything is made. */
  readonly made: ReadonlySet<string>;
  /** The places of a notebook, by its path, that a link can name behind `#`. */
  readonly anchors: (notebook: string) => ReadonlySet<string>;
}

/**
 * Checks that links and pictures of a lesson's text lead somewhere, as seen from `notebooks/`.
 *
 * @param notebook path of the notebook that is made of the text
 * @throws LessonProblem at the first that leads nowhere
 */
export function checkLinks(
  root: string,
  text: LessonText,
  notebook: string,
  { made, anchors }: LinkTargets,
): void {
  for (const { target, line } of text.links) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', place] = decodeURI(target).split('#');
    const path = file === '' ? notebook : posix.join('notebooks', file);
    const fault = (reason: string) =>
      new LessonProblem(text.file, line, `links to ${target}, ${reason}`);
    if (!made.has(path) && !existsSync(join(root, path)))
      throw fault('which is not there. Write the path as seen from notebooks/.');
    if (place === undefined) continue;
    if (!path.endsWith('.ipynb'))
      throw fault('a place in a file that is no notebook. Link to the file alone.');
    const known = anchors(path);
    if (known.has(place)) continue;
    const near = nearest(place, [...known]);
    throw fault(
      near === undefined
        ? `and ${path} has no such heading. Write it with '-' for each blank, as in #How-to-work-here.`
        : `and ${path} has no such heading. Did you mean #${near}?`,
    );
  }
}

/** The place that JupyterLab gives a heading: its words with `-` for each blank. */
export function anchorOf(heading: string): string {
  return heading.replaceAll(' ', '-');
}
