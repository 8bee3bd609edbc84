/** A value that survives `JSON.stringify`: all that a picture is made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonRecord;

/** A JSON object. */
export interface JsonRecord {
  readonly [key: string]: Json;
}

/**
 * A picture as plain JSON, in vega-lite's version 5 grammar (the one JupyterLab draws). vega-lite's
 * own types do not resolve in the kernel's compiler, so this is a small type of ours.
 */
export interface Spec extends JsonRecord {
  readonly $schema: string;
  readonly description: string;
}

/**
 * One axis: its title (with the unit, if there is one: `loss (nats per token)`) and whether it is
 * logarithmic.
 */
export interface Axis {
  readonly title: string;
  readonly log?: boolean;
}

/** What every picture says of itself. */
export interface Caption {
  /**
   * The text alternative: what a reader who cannot see the picture should know. Default: made from
   * what is drawn.
   */
  readonly description?: string;
  readonly title?: string;
}

/** Okabe and Ito's colours, told apart by the colour-blind. Black is left out: it reads as text. */
export const colours = [
  '#0072B2', // blue
  '#D55E00', // vermilion
  '#009E73', // green
  '#CC79A7', // purple
  '#E69F00', // orange
  '#56B4E9', // sky
  '#F0E442', // yellow
] as const;

const INK = '#222222';
const FAINT = '#DDDDDD';

// JupyterLab's dark theme lays its own colours under a picture: every colour of text and ground is
// therefore set here.
const config: JsonRecord = {
  background: 'white',
  title: { color: INK, anchor: 'start', fontSize: 13 },
  axis: {
    labelColor: INK,
    titleColor: INK,
    domainColor: INK,
    tickColor: INK,
    gridColor: FAINT,
    titleFontWeight: 'normal',
  },
  legend: {
    labelColor: INK,
    titleColor: INK,
    titleFontWeight: 'normal',
    symbolOpacity: 1,
    labelLimit: 0, // a name is written out, however long
    orient: 'top', // beside a picture it would not fit into a notebook that shares the window
    columns: 3,
    gradientLength: 150,
  },
  text: { color: INK },
  view: { stroke: FAINT },
};

/**
 * Puts the parts that differ between pictures into the frame that all share.
 *
 * @param made the text alternative where the caption has none
 */
export function spec(caption: Caption, made: string, parts: JsonRecord): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: caption.description ?? made,
    ...(caption.title === undefined ? {} : { title: caption.title }),
    ...parts,
    config,
  };
}

/** How an axis lies around its values. */
export interface Extent {
  /** Keeps marks off the frame, in pixels. Default 0. */
  readonly padding?: number;
  /**
   * From the least to the largest of all values, whichever of them are drawn at the moment. Default
   * false.
   */
  readonly still?: boolean;
}

/**
 * A quantitative channel with its axis. Without a single finite value (a curve that has not begun)
 * the axis still needs an extent, or the drawing complains.
 */
export function measured(
  field: string,
  axis: Axis,
  values: readonly number[],
  { padding = 0, still = false }: Extent = {},
): JsonRecord {
  const log = axis.log === true;
  const extent: JsonRecord = !values.some(Number.isFinite)
    ? { domain: log ? [1, 10] : [0, 1] }
    : still
      ? { domain: range(values), nice: true }
      : {};
  const kind: JsonRecord = log ? { type: 'log' } : { zero: false };
  const scale = { ...kind, ...extent, padding };
  return { field, type: 'quantitative', title: axis.title, scale, ...ticks(log, values) };
}

/**
 * Powers of ten where an axis spans many; no tick between whole numbers where there is nothing
 * else.
 */
function ticks(log: boolean, values: readonly number[]): JsonRecord {
  if (log) return decades(values) > 4 ? { axis: { format: '.0e' } } : {};
  return values.every(Number.isInteger) ? { axis: { tickMinStep: 1 } } : {};
}

function decades(values: readonly number[]): number {
  const [low, high] = range(values);
  return Math.log10(high) - Math.log10(low);
}

/** The least and the largest finite value. */
export function range(values: readonly number[]): [low: number, high: number] {
  return values
    .filter(Number.isFinite)
    .reduce<[number, number]>(
      ([low, high], x) => [Math.min(low, x), Math.max(high, x)],
      [Infinity, -Infinity],
    );
}

/** Gives each name its own colour, in order; past the seventh they repeat. */
export function colourScale(names: readonly string[]): JsonRecord {
  return { domain: names, range: names.map((_, i) => colours[i % colours.length] ?? INK) };
}

/** JSON has no NaN and no Infinity: such a value becomes a gap in the picture. */
export function gap(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
