import { InputError, wrongInput } from '../core/index.js';
import { checkCaption, checkDistinct, checkLog, checkSome } from './checks.js';
import {
  checkSliders,
  nameAt,
  sliderFields,
  sliderParts,
  type At,
  type Slider,
} from './sliders.js';
import { axisInWords, describe, isSeenAtFirst, shortNumber } from './description.js';
import type { Axis, Caption, JsonRecord, Spec } from './spec.js';
import { colourScale, gap, measured, spec } from './spec.js';

/** One line of a curve: a name for the legend, and points [x, y] in the order they are joined. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /**
   * Where the sliders stand when this line is drawn; lines of one name at other positions are one
   * line that moves.
   */
  readonly at?: At;
}

/** What a curve shows. */
export interface CurveOptions extends Caption {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /**
   * Share of the past in a running average, in [0, 1); the raw line stays behind it, pale. Default
   * 0: none.
   */
  readonly smoothing?: number;
  /** Knobs below the picture. Default: none. */
  readonly sliders?: readonly Slider[];
}

// A second sign beside colour, for print and for those who see no colours.
const DASHES = [
  [1, 0],
  [6, 2],
  [2, 2],
  [8, 2, 2, 2],
] as const;
const FEW = 30;

/**
 * Lines over a common x axis: losses over steps, error over step size. A y that is NaN or infinite
 * is a gap, so that a curve can be drawn while it grows and when training has broken.
 *
 * @throws InputError on an empty description or title, no series, two series of one name (and
 *   position), smoothing outside
 * [0, 1), a value of 0 or less on a logarithmic axis, or sliders that do not fit the series
 */
export function curve(options: CurveOptions): Spec {
  const { x, y, series, smoothing = 0, sliders = [] } = options;
  checkCaption('curve', options, [x.title, y.title]);
  checkSome('curve', 'series', series);
  checkDistinct(
    'curve',
    'series',
    series.map(({ name, at }) => nameAt(name, at)),
  );
  checkSliders(
    'curve',
    sliders,
    series.map(({ at = {} }) => at),
  );
  checkSmoothing(smoothing);
  for (const { points } of series) {
    checkLog('curve', x, points.map(first));
    checkLog('curve', y, points.map(second));
  }
  const names = [...new Set(series.map(({ name }) => name))];
  const points = series.flatMap((one) => one.points);
  const still = sliders.length > 0; // what moves is seen against axes that do not
  const yAxis = (field: string) => measured(field, y, points.map(second), { still });
  const few = smoothing === 0 && series.every((one) => one.points.length <= FEW);
  const line: JsonRecord = { mark: { type: 'line', point: few, tooltip: true } };
  const raw: JsonRecord = { mark: { type: 'line', opacity: 0.25 }, encoding: { y: yAxis('raw') } };
  return spec(options, inWords(options), {
    width: 440,
    height: 280,
    ...sliderParts(sliders),
    data: {
      values: series.flatMap((one) => {
        const where = sliderFields(sliders, one.at);
        return rows(one, smoothing).map((row): JsonRecord => ({ ...row, ...where }));
      }),
    },
    encoding: {
      x: measured('x', x, points.map(first), { still }),
      y: yAxis('y'),
      color: bySeries(names, colourScale(names)),
      strokeDash: bySeries(names, { domain: names, range: names.map((_, i) => dash(i)) }),
    },
    layer: smoothing === 0 ? [line] : [raw, line],
  });
}

/**
 * Running average with a share `factor` of the past, corrected for its start at zero, so that the
 * first value is itself:
 *
 *   m = factor m + (1 - factor) y,   w = factor w + (1 - factor),   result = m / w
 *
 * A value that is not finite is passed through and does not count.
 *
 * @param values in the order of time
 * @param factor share of the past, in [0, 1)
 * @returns as many averages as values
 */
export function smooth(values: readonly number[], factor: number): number[] {
  let m = 0;
  let w = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    m = factor * m + (1 - factor) * value;
    w = factor * w + (1 - factor);
    return m / w;
  });
}

function inWords({ title, x, y, series, sliders = [] }: CurveOptions): string {
  return describe(
    'Line chart',
    { title, axes: `${axisInWords(y)}, by ${axisInWords(x)}`, sliders },
    series
      .filter(({ at }) => isSeenAtFirst(sliders, at))
      .map(({ name, points }) => ({
        name: series.length === 1 ? '' : name,
        values: points.map(([at, value]) => ({ place: `at ${shortNumber(at)}`, value })),
      })),
  );
}

function checkSmoothing(smoothing: number): void {
  if (smoothing >= 0 && smoothing < 1) return;
  throw new InputError(
    wrongInput(
      'curve smoothing',
      'a number from 0 up to but not including 1',
      String(smoothing),
      'Take 0.9 to average over about ten points.',
    ),
  );
}

function rows({ name, points }: Series, smoothing: number): JsonRecord[] {
  const averages = smooth(points.map(second), smoothing);
  return points.map(([x, value], i) => ({
    series: name,
    x: gap(x),
    y: gap(averages[i] ?? NaN),
    ...(smoothing === 0 ? {} : { raw: gap(value) }),
  }));
}

function bySeries(names: readonly string[], scale: JsonRecord): JsonRecord {
  const legend: JsonRecord = names.length > 1 ? {} : { legend: null };
  return { field: 'series', type: 'nominal', title: null, scale, ...legend };
}

function dash(i: number): readonly number[] {
  return DASHES[i % DASHES.length] ?? DASHES[0];
}

function first([x]: readonly [number, number]): number {
  return x;
}

function second([, y]: readonly [number, number]): number {
  return y;
}
