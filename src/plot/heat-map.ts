import { InputError, wrongInput } from '../core/index.js';
import { checkCaption, checkSome } from './checks.js';
import { describe } from './description.js';
import type { Caption, JsonRecord, Spec } from './spec.js';
import { gap, spec } from './spec.js';

/** A named axis of cells. Labels may repeat: a sentence has a word twice. */
export interface Labels {
  readonly title: string;
  readonly labels: readonly string[];
}

/** What a heat map shows. */
export interface HeatMapOptions extends Caption {
  readonly rows: Labels;
  readonly columns: Labels;
  /** What the colour measures, with its unit. */
  readonly value: { readonly title: string };
  /** `values[row][column]` */
  readonly values: readonly (readonly number[])[];
  /** Sequential for amounts (the default), diverging for what has a sign: zero is then pale. */
  readonly scale?: 'sequential' | 'diverging';
}

const CELL = 22;

/** Fits below its cell without being turned. */
const isShort = (label: string) => Array.from(label).length <= 2;

/**
 * A matrix as coloured cells, first row on top: attention, gates over a sentence, errors by
 * position. Cells that are NaN or infinite stay empty.
 *
 * @throws InputError on an empty description or title, no rows or columns, or a matrix that does
 *   not fit its labels
 */
export function heatMap(options: HeatMapOptions): Spec {
  const { rows, columns, value, values, scale = 'sequential' } = options;
  checkCaption('heatMap', options, [rows.title, columns.title, value.title]);
  checkMatrix(options);
  const cells = values.flatMap((row, i) =>
    row.map((cell, j): JsonRecord => ({
      row: i,
      column: j,
      value: gap(cell),
      rowLabel: rows.labels[i] ?? '',
      columnLabel: columns.labels[j] ?? '',
    })),
  );
  return spec(options, inWords(options), {
    width: { step: CELL },
    height: { step: CELL },
    data: { values: cells },
    mark: { type: 'rect' },
    encoding: {
      x: position('column', columns, columns.labels.every(isShort) ? 0 : -40),
      y: position('row', rows, 0),
      color: {
        field: 'value',
        type: 'quantitative',
        title: value.title,
        scale: scale === 'sequential' ? { scheme: 'viridis' } : diverging(values.flat()),
      },
      tooltip: [
        { field: 'rowLabel', type: 'nominal', title: rows.title },
        { field: 'columnLabel', type: 'nominal', title: columns.title },
        { field: 'value', type: 'quantitative', title: value.title },
      ],
    },
  });
}

function inWords({ title, rows, columns, value, values }: HeatMapOptions): string {
  return describe(
    'Coloured cells',
    {
      title,
      axes: `${value.title}, a row for each ${rows.title}, by ${columns.title}`,
    },
    rows.labels.map((name, i) => ({
      name,
      values: columns.labels.map((label, j) => ({
        place: `for ${label}`,
        value: values[i]?.[j] ?? NaN,
      })),
    })),
  );
}

// Places, not labels, are the axis, or a label that repeats would fold its rows into one.
function position(field: string, { title, labels }: Labels, labelAngle: number): JsonRecord {
  const labelExpr = `${JSON.stringify(labels)}[datum.value]`;
  return { field, type: 'ordinal', title, axis: { labelExpr, labelAngle, labelOverlap: false } };
}

function diverging(values: readonly number[]): JsonRecord {
  const largest = values.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);
  const end = largest === 0 ? 1 : largest;
  return { scheme: 'blueorange', domain: [-end, end] };
}

function checkMatrix({ rows, columns, values }: HeatMapOptions): void {
  checkSome('heatMap', 'rows', rows.labels);
  checkSome('heatMap', 'columns', columns.labels);
  const R = rows.labels.length;
  const C = columns.labels.length;
  const ragged = values.findIndex((row) => row.length !== C);
  if (values.length === R && ragged < 0) return;
  const width = values[Math.max(ragged, 0)]?.length ?? 0;
  throw new InputError(
    wrongInput(
      'heatMap values',
      `${R} rows of ${C} numbers, as many as labels`,
      ragged < 0 ? `${values.length} rows` : `${width} numbers in row ${ragged}`,
      'Give every row and column a label and every cell a value.',
    ),
  );
}
