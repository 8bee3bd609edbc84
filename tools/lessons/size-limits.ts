import type { Sizes } from './sizes.js';

type Figure = Exclude<keyof Sizes, 'minutes'>;
type Limits = Partial<Readonly<Record<Figure, readonly [least: number, most: number]>>>;

/** The sizes of a lesson. */
export const lessonLimits: Limits = {
  words: [0, 5000],
  lines: [0, 400],
  pictures: [0, 10],
  predictions: [0, 10],
  tasks: [7, 12],
  core: [5, 8],
  plan: [0, 120],
};

/** The sizes of a further page. */
export const pageLimits: Limits = { words: [0, 2000], lines: [0, 200], pictures: [0, 6] };

const called: Readonly<Record<Figure, string>> = {
  words: 'words',
  lines: 'visible lines of code',
  pictures: 'pictures',
  predictions: 'predictions',
  tasks: 'tasks',
  core: 'core tasks',
  plan: 'minutes in the notes',
};

/** The figures of a text that are beyond its limits, as `5312 words (at most 5000)`. */
export function beyond(sizes: Sizes, limits: Limits): string[] {
  return figuresOf(limits).flatMap(([figure, range]) => {
    const found = sizes[figure];
    const [least, most] = range;
    const within = found >= least && found <= most;
    return within ? [] : [`${String(found)} ${called[figure]} (${rangeText(range)})`];
  });
}

/** `at most 5000 words, at most 400 visible lines of code, 7 to 12 tasks`. */
export function limitsText(limits: Limits): string {
  return figuresOf(limits)
    .map(([figure, range]) => `${rangeText(range)} ${called[figure]}`)
    .join(', ');
}

const figuresOf = (limits: Limits) =>
  Object.entries(limits) as [Figure, readonly [number, number]][];

const rangeText = ([least, most]: readonly [number, number]) =>
  least > 1 ? `${String(least)} to ${String(most)}` : `at most ${String(most)}`;
