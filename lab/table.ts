import { escapeHtml } from '../grader/reports/html.js';

/** Rows with named columns; a row may lack some. */
export type Row = Readonly<Record<string, unknown>>;

const MOST_ROWS = 60;

/**
 * Records as a table, one row each, columns in the order in which they are first met.
 *
 * @param rows the records
 * @returns the table as HTML, and as text with aligned columns
 */
export function table(rows: readonly Row[]): { readonly html: string; readonly text: string } {
  const shown = rows.slice(0, MOST_ROWS);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const cells = shown.map((row) => names.map((name) => cellText(row[name])));
  const isNumber = names.map((name) => shown.every((row) => typeof row[name] === 'number'));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? `and ${String(rest)} more` : '';
  return {
    html: htmlTable(names, cells, isNumber) + (more === '' ? '' : `<p>${more}</p>`),
    text: [...textTable(names, cells, isNumber), ...(more === '' ? [] : [more])].join('\n'),
  };
}

/** One value in a table's cell: numbers with at most four digits after the point. */
export function cellText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${value.map(cellText).join(', ')}]`;
  return JSON.stringify(value);
}

/**
 * A number as people write it: at most 4 digits after the point and 6 in all, or an exponent where
 * those show nothing.
 */
export function numberText(x: number): string {
  if (Number.isInteger(x)) return String(x);
  return isPlain(x) ? String(Number(Number(x.toPrecision(6)).toFixed(4))) : x.toExponential(2);
}

/** The same in a width that does not change from number to number. */
export function steadyText(x: number): string {
  return isPlain(x) && !Number.isInteger(x) ? x.toFixed(4) : numberText(x);
}

function isPlain(x: number): boolean {
  const size = Math.abs(x);
  return Number.isInteger(x) || !Number.isFinite(x) || (size >= 1e-3 && size < 1e6);
}

function htmlTable(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
): string {
  const align = (i: number) => `style="text-align: ${isNumber[i] === true ? 'right' : 'left'}"`;
  const line = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text, i) => `<${tag} ${align(i)}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => line('td', row)).join('');
  return `<table><thead>${line('th', names)}</thead><tbody>${body}</tbody></table>`;
}

function textTable(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
): string[] {
  const all = [names, ...rows];
  const widths = names.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => {
        const width = widths[i] ?? 0;
        return isNumber[i] === true ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(names), rule, ...rows.map(line)];
}
