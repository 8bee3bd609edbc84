import { stripVTControlCharacters } from 'node:util';

const widthOf = (text: string) => Array.from(stripVTControlCharacters(text)).length;

/**
 * Breaks long lines between words, as wide as the terminal; what follows is indented as far as the
 * line was.
 *
 * What a program printed, behind a bar, stays as it is: its columns may mean something.
 *
 * @param text lines, which may be coloured
 * @param columns width of the terminal, in characters
 */
export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (/^\s*\|/.test(line) ? [line] : wrappedLine(line, columns)))
    .join('\n');
}

function wrappedLine(line: string, columns: number): readonly string[] {
  const indent = /^\s*(?:→ )?/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  for (const word of line.slice(indent).split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(line.slice(0, indent) + word);
    else if (widthOf(last) + 1 + widthOf(word) < columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(' '.repeat(indent) + word);
  }
  return lines;
}
