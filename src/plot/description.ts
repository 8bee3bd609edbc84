import type { Axis } from './spec.js';
import type { At, Slider } from './sliders.js';

/** What is drawn under one name: values with the words for their places, such as `at step 3`. */
export interface Described {
  readonly name: string;
  readonly values: readonly { readonly place: string; readonly value: number }[];
}

/** What is said of a picture before its series. */
export interface Outline {
  readonly title: string | undefined;
  /** What is drawn by what: `loss (nats), by step`. */
  readonly axes: string;
  /** They are said to be there; what moves with them is described where they stand at first. */
  readonly sliders?: readonly Slider[];
}

// More values than this are summed up; fewer can be listened to.
const FEW = 8;

/**
 * A picture in words, made from what it draws, for a reader who cannot see it: what kind it is,
 * what it measures, and of each series the first, the last, the least and the largest value; all
 * values where they are few.
 *
 *   Line chart "Training": loss (nats), by step. Train: first 4.43 at 1, last 2.31 at 240;
 *   least 2.2 at 231, largest 4.43 at 1.
 *
 * @param kind such as `Line chart`
 * @param series in the order in which they are drawn; values that are not finite are left out
 */
export function describe(
  kind: string,
  { title, axes, sliders = [] }: Outline,
  series: readonly Described[],
): string {
  const head = title === undefined ? kind : `${kind} "${title}"`;
  return [`${head}: ${axes}.`, ...series.map(inWords), ...sliders.map(sliderInWords)].join(' ');
}

/** An axis in words: `loss (nats), on a logarithmic axis`. */
export function axisInWords({ title, log = false }: Axis): string {
  return log ? `${title}, on a logarithmic axis` : title;
}

/** Whether something is seen before anybody moves a slider. */
export function isSeenAtFirst(sliders: readonly Slider[], at: At = {}): boolean {
  return sliders.every(({ name, start }) => at[name] === undefined || at[name] === start);
}

/** A number in three digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function inWords({ name, values }: Described): string {
  const known = values.filter(({ value }) => Number.isFinite(value));
  const say = (one: Described['values'][number] | undefined) =>
    one === undefined ? '' : `${shortNumber(one.value)} ${one.place}`.trim();
  const head = name === '' ? '' : `${capital(name)}: `;
  if (known.length === 0) return `${head}${capitalIf(head === '', 'no value yet.')}`;
  if (known.length <= FEW) return `${head}${known.map(say).join(', ')}.`;
  const least = known.reduce((a, b) => (b.value < a.value ? b : a));
  const largest = known.reduce((a, b) => (b.value > a.value ? b : a));
  const text = `first ${say(known[0])}, last ${say(known.at(-1))}; least ${say(least)}, largest ${say(largest)}.`;
  return `${head}${capitalIf(head === '', text)}`;
}

function sliderInWords({ name, positions, start }: Slider): string {
  const [from, to] = [positions[0] ?? NaN, positions.at(-1) ?? NaN].map(shortNumber);
  return `A slider sets ${name}, from ${from} to ${to}; it stands at ${shortNumber(start)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function capitalIf(isFirst: boolean, text: string): string {
  return isFirst ? capital(text) : text;
}
