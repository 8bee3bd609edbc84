const widest = 100;
const before = 60;

/**
 * A line of code and a caret below the place that is meant; of a long line, as of a packed file,
 * only what stands around it.
 *
 * @param line without its line break
 * @param column of the place, from 1
 */
export function excerpt(line: string, column: number): string {
  const begin = line.length > widest ? Math.max(0, column - before) : 0;
  const shown = line.slice(begin, begin + widest);
  return `${shown}\n${' '.repeat(Math.max(0, column - 1 - begin))}^`;
}
