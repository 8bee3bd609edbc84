import { checkCaption, checkLog, checkSome } from './checks.js';
import { axisInWords, describe, shortNumber } from './description.js';
import type { Axis, Caption, JsonRecord, Spec } from './spec.js';
import { colours, colourScale, measured, spec } from './spec.js';

/** One point; its label is written beside it, its group is its colour and shape. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly group?: string;
  readonly label?: string;
}

/** What a scatter shows. */
export interface ScatterOptions extends Caption {
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly Point[];
}

const PADDING = 20;
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'] as const;

/**
 * Points in a plane: a map of word vectors, size against perplexity. Points that are NaN or
 * infinite are left out.
 *
 * @throws InputError on an empty description or title, no points, or a value of 0 or less on a
 *   logarithmic axis
 */
export function scatter(options: ScatterOptions): Spec {
  const { x, y, points } = options;
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  checkCaption('scatter', options, [x.title, y.title]);
  checkSome('scatter', 'points', points);
  checkLog('scatter', x, xs);
  checkLog('scatter', y, ys);
  const drawn = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const groups = [...new Set(points.flatMap((point) => point.group ?? []))];
  return spec(options, inWords(options), {
    width: 420,
    height: 320,
    data: { values: drawn.map(row) },
    encoding: {
      x: measured('x', x, xs, { padding: PADDING }),
      y: measured('y', y, ys, { padding: PADDING }),
    },
    layer: [
      {
        mark: { type: 'point', filled: true, size: 50, tooltip: true },
        encoding: groups.length === 0 ? { color: { value: colours[0] } } : grouped(groups),
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 11 },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  });
}

function inWords({ title, x, y, points }: ScatterOptions): string {
  const valuesOf = (group: string | undefined) =>
    points
      .filter((point) => point.group === group)
      .map((point) => ({ place: placeOf(point), value: point.y }));
  const groups = [...new Set(points.map(({ group }) => group))];
  return describe(
    'Points',
    { title, axes: `${axisInWords(y)}, by ${axisInWords(x)}` },
    groups.map((group) => ({ name: group ?? '', values: valuesOf(group) })),
  );
}

function placeOf({ x, label }: Point): string {
  const at = `at ${shortNumber(x)}`;
  return label === undefined ? at : `${at} (${label})`;
}

function row({ x, y, group = '', label = '' }: Point): JsonRecord {
  return { x, y, group, label };
}

function grouped(groups: readonly string[]): JsonRecord {
  const shapes = groups.map((_, i) => SHAPES[i % SHAPES.length] ?? SHAPES[0]);
  const channel: JsonRecord = { field: 'group', type: 'nominal', title: null };
  return {
    color: { ...channel, scale: colourScale(groups) },
    shape: { ...channel, scale: { domain: groups, range: shapes } },
  };
}
