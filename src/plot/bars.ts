import { checkCaption, checkDistinct, checkSome } from './checks.js';
import type { Caption, JsonRecord, Spec } from './spec.js';
import { colours, colourScale, gap, spec } from './spec.js';

/** One bar; bars that share a label and differ in group stand side by side. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly group?: string;
}

/** What bars show. */
export interface BarsOptions extends Caption {
  /** What the bars are, below them. */
  readonly x: { readonly title: string };
  /** What their height measures, with its unit. */
  readonly y: { readonly title: string };
  /** Drawn in this order. */
  readonly bars: readonly Bar[];
}

/**
 * Bars from zero, for quantities with names: accuracies of models, probabilities of words.
 *
 * @throws InputError on an empty description or title, no bars, or two bars of one label and group
 */
export function bars(options: BarsOptions): Spec {
  checkCaption('bars', options, [options.x.title, options.y.title]);
  checkSome('bars', 'bars', options.bars);
  checkDistinct('bars', 'bars', options.bars.map(fullName));
  const labels = unique(options.bars.map((bar) => bar.label));
  const groups = unique(options.bars.flatMap((bar) => bar.group ?? []));
  const values = options.bars.map(({ label, value, group }): JsonRecord => ({
    label,
    value: gap(value),
    group: group ?? '',
  }));
  return spec(options, {
    width: Math.max(200, 28 * options.bars.length),
    height: 240,
    data: { values },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        title: options.x.title,
        sort: labels,
        axis: { labelAngle: labels.every((label) => label.length <= 3) ? 0 : -40 },
      },
      y: { field: 'value', type: 'quantitative', title: options.y.title },
      ...(groups.length === 0 ? { color: { value: colours[0] } } : grouped(groups)),
    },
  });
}

function grouped(groups: readonly string[]): JsonRecord {
  return {
    xOffset: { field: 'group', type: 'nominal', sort: groups },
    color: { field: 'group', type: 'nominal', title: null, scale: colourScale(groups) },
  };
}

function fullName(bar: Bar): string {
  return bar.group === undefined ? bar.label : `${bar.label}, ${bar.group}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
