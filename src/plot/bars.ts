import { checkCaption, checkDistinct, checkSome } from './checks.js';
import {
  checkSliders,
  nameAt,
  sliderFields,
  sliderParts,
  type At,
  type Slider,
} from './sliders.js';
import { describe, isSeenAtFirst } from './description.js';
import type { Caption, JsonRecord, Spec } from './spec.js';
import { colours, colourScale, gap, range, spec } from './spec.js';

/** One bar; bars that share a label and differ in group stand side by side. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly group?: string;
  /** Where the sliders stand when this bar is drawn. */
  readonly at?: At;
}

/** What bars show. */
export interface BarsOptions extends Caption {
  /** What the bars are, below them. */
  readonly x: { readonly title: string };
  /** What their height measures, with its unit. */
  readonly y: { readonly title: string };
  /** Drawn in this order. */
  readonly bars: readonly Bar[];
  /** Knobs below the picture. Default: none. */
  readonly sliders?: readonly Slider[];
}

// Pixels: of a bar with its gap, and of a letter.
const BAR = 28;
const LETTER = 7;

/**
 * Bars from zero, for quantities with names: accuracies of models, probabilities of words.
 *
 * @throws InputError on an empty description or title, no bars, two bars of one label, group and
 *   position, or
 * sliders that do not fit the bars
 */
export function bars(options: BarsOptions): Spec {
  const { sliders = [] } = options;
  checkCaption('bars', options, [options.x.title, options.y.title]);
  checkSome('bars', 'bars', options.bars);
  checkDistinct('bars', 'bars', options.bars.map(fullName));
  checkSliders(
    'bars',
    sliders,
    options.bars.map(({ at = {} }) => at),
  );
  const labels = unique(options.bars.map((bar) => bar.label));
  const groups = unique(options.bars.flatMap((bar) => bar.group ?? []));
  const perLabel = Math.max(1, groups.length);
  const values = options.bars.map(({ label, value, group, at }): JsonRecord => ({
    label,
    value: gap(value),
    group: group ?? '',
    ...sliderFields(sliders, at),
  }));
  const [low, high] = range([0, ...options.bars.map(({ value }) => value)]);
  const still: JsonRecord = sliders.length === 0 ? {} : { scale: { domain: [low, high] } };
  return spec(options, inWords(options), {
    width: Math.max(200, BAR * labels.length * perLabel),
    height: 240,
    ...sliderParts(sliders),
    data: { values },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        title: options.x.title,
        sort: labels,
        axis: {
          labelAngle: labels.every((label) => label.length * LETTER <= BAR * perLabel) ? 0 : -40,
        },
      },
      y: { field: 'value', type: 'quantitative', title: options.y.title, ...still },
      ...(groups.length === 0 ? { color: { value: colours[0] } } : grouped(groups)),
    },
  });
}

function inWords({ title, x, y, bars, sliders = [] }: BarsOptions): string {
  const seen = bars.filter(({ at }) => isSeenAtFirst(sliders, at));
  const valuesOf = (group: string | undefined) =>
    seen
      .filter((bar) => bar.group === group)
      .map(({ label, value }) => ({ place: `for ${label}`, value }));
  const groups = [...new Set(seen.map(({ group }) => group))];
  return describe(
    'Bars',
    { title, axes: `${y.title}, by ${x.title}`, sliders },
    groups.map((group) => ({ name: group ?? '', values: valuesOf(group) })),
  );
}

function grouped(groups: readonly string[]): JsonRecord {
  return {
    xOffset: { field: 'group', type: 'nominal', sort: groups },
    color: { field: 'group', type: 'nominal', title: null, scale: colourScale(groups) },
  };
}

function fullName({ label, group, at }: Bar): string {
  return nameAt(group === undefined ? label : `${label}, ${group}`, at);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
