/** Cells in columns as wide as their widest; numbers to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ''))));
  const isNumber = head.map((_, i) => rows.every((row) => typeof row[i] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const padding = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
        return isNumber[i] === true ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

const widthOf = (text: string) => Array.from(text).length;
