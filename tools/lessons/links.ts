import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { LessonText } from './lesson-text.js';
import { LessonProblem } from './problem.js';

const link = /\]\(([^)\s]+)(?:\s+"[^"]*")?\)|\bsrc="([^"]+)"/g;
const codeSpan = /```[\s\S]*?```|`[^`\n]*`/g;
const elsewhere = /^([a-z]+:|#)/;

/**
 * Checks that links and pictures of a lesson's text lead to files, as seen from `notebooks/`.
 *
 * @param made paths of files that will be there once everything is made
 * @throws LessonProblem at the first that leads nowhere
 */
export function checkLinks(root: string, text: LessonText, made: ReadonlySet<string>): void {
  for (const piece of text.pieces) {
    if (!('markdown' in piece)) continue;
    const prose = piece.markdown.replaceAll(codeSpan, (code) => code.replaceAll(/[^\n]/g, ' '));
    for (const found of prose.matchAll(link)) {
      const target = found[1] ?? found[2] ?? '';
      if (elsewhere.test(target)) continue;
      const path = posix.join('notebooks', target.replace(/#.*$/, ''));
      if (made.has(path) || existsSync(join(root, path))) continue;
      const first = piece.kind === 'text' ? piece.line : piece.line + 1;
      const line = first + (prose.slice(0, found.index).match(/\n/g) ?? []).length;
      const fault = `links to ${target}, which is not there. Write the path as seen from notebooks/.`;
      throw new LessonProblem(text.file, line, fault);
    }
  }
}
