import type { ErrorMap } from '../verdict.js';
import { html, type Html } from './html.js';

/** A sign for each step, so that no colour is needed. */
const signs = ['·', '▫', '▪', '■'] as const;

const meanings = ['right', 'a little off', 'off', 'far off'] as const;

/** Orange over whatever lies below: it reads in light and in dark, and by the colour-blind. */
const grounds = [
  'transparent',
  'rgba(230, 126, 34, 0.25)',
  'rgba(230, 126, 34, 0.55)',
  'rgba(214, 84, 0, 0.9)',
] as const;

/**
 * An error map as a table with labelled axes; it needs no style or script of the page around it.
 */
export function errorMapHtml(map: ErrorMap): Html {
  const { steps, axes } = map;
  const label = 'padding: 0 4px; font-weight: normal; text-align: center; opacity: 0.75';
  const heads = (steps[0] ?? []).map(
    (_, i) => html`<th scope="col" style="${label}">${labelAt(axes[1], i)}</th>`,
  );
  const rows = steps.map(
    (row, i) =>
      html`<tr style="background: transparent">
        <th scope="row" style="${label}; white-space: nowrap">${labelAt(axes[0], i)}</th>
        ${row.map(cell)}
      </tr>`,
  );
  const fixed = 'border-collapse: separate; border-spacing: 2px; width: auto; font-size: 12px';
  return html`<div style="margin: 6px 0; overflow-x: auto">
    <div>${titleOf(map)}</div>
    <table style="${fixed}" aria-label="${summaryOf(map)}">
      <thead>
        <tr>
          <td></td>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <div style="font-size: 12px; opacity: 0.85">${legendOf(map)}</div>
  </div>`;
}

/** The same in characters. */
export function errorMapText(map: ErrorMap): string {
  const { steps, axes } = map;
  const names = steps.map((_, i) => labelAt(axes[0], i));
  const width = Math.max(0, ...names.map((name) => name.length));
  const heads = (steps[0] ?? []).map((_, i) => labelAt(axes[1], i));
  const column = Math.max(1, ...heads.map((head) => head.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((text) => text.padStart(column))].join(' ').trimEnd();
  return [
    titleOf(map),
    line('', heads),
    ...steps.map((row, i) =>
      line(
        names[i] ?? '',
        row.map((step) => signs[step] ?? ''),
      ),
    ),
    legendOf(map),
  ].join('\n');
}

function cell(step: number): Html {
  const style = `width: 20px; height: 18px; padding: 0; text-align: center; background: ${grounds[step] ?? ''}`;
  return html`<td style="${style}" title="${meanings[step]}">${signs[step]}</td>`;
}

/** The first label bears the axis's letter: `U=0`, then 1, 2, 3. */
const labelAt = (axis: string, i: number) =>
  axis === '' ? (i === 0 ? '' : String(i)) : i === 0 ? `${axis}=0` : String(i);

function titleOf({ name, axes, at, steps, size }: ErrorMap): string {
  const letters = axes[0] === '' ? axes[1] : `${axes[0]} x ${axes[1]}`;
  const [rows, columns] = [steps.length, steps[0]?.length ?? 0];
  const isCut = rows < size[0] || columns < size[1];
  const part = isCut
    ? `, the first ${String(rows)} x ${String(columns)} of ${size.join(' x ')}`
    : '';
  return `Where ${name} is wrong (${letters}${at === undefined ? '' : ` at ${at}`}${part}):`;
}

function legendOf({ steps }: ErrorMap): string {
  const present = [0, 1, 2, 3].filter((step) => steps.some((row) => row.includes(step)));
  return present.map((step) => `${signs[step] ?? ''} ${meanings[step] ?? ''}`).join('   ');
}

function summaryOf(map: ErrorMap): string {
  const all = map.steps.flat();
  const counts = meanings.map((meaning, step) => {
    const count = all.filter((one) => one === step).length;
    return count === 0 ? undefined : `${String(count)} ${meaning}`;
  });
  return `${titleOf(map)} ${counts.filter((text) => text !== undefined).join(', ')}.`;
}
