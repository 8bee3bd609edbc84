import { curve } from '../src/plot/curve.js';
import { bundleOf } from './show.js';
import { kernelLink, type MimeBundle } from './kernel-link.js';
import { steadyText } from './table.js';

/** What a live display shows. */
export interface ProgressOptions {
  /** What is going on: `training`. */
  readonly title: string;
  /** How many steps there will be; without it no remaining time is told. */
  readonly total?: number;
  /** What is counted; default `step`. */
  readonly unit?: string;
  /**
   * Title of the curve's y axis, with its unit: `loss (nats per token)`. Without it no curve is
   * drawn.
   */
  readonly curve?: string;
}

/** A display that follows something long. */
export interface Progress {
  /**
   * Tells how far it is. May be called at every step: only some calls draw.
   *
   * @param done steps done
   * @param values named numbers of this step; each is a line of the curve
   */
  report(done: number, values?: Readonly<Record<string, number>>): void;
  /** Shows a text below the curve, in the place of the one before: a sample, an example. */
  say(text: string): void;
  /** Draws the last state. */
  end(): void;
}

const LINE_EVERY_MS = 200;
const CURVE_EVERY_MS = 1000;
const MOST_POINTS = 400;

let displays = 0;

/**
 * A live display: a line with the time left, and a curve that grows. Works in synchronous loops
 * too.
 *
 * @param options what is shown
 * @param now clock in milliseconds
 */
export function progress(
  options: ProgressOptions,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  const history = new History();
  const line = new LiveOutput(LINE_EVERY_MS, now);
  const picture = new LiveOutput(CURVE_EVERY_MS, now);
  const words = new LiveOutput(0, now);
  let done = 0;
  let latest: Readonly<Record<string, number>> = {};
  const lineBundle = () => ({
    'text/plain': progressLine(options, done, latest, (now() - started) / 1000),
  });
  const drawCurve = (due: boolean) => {
    const y = options.curve;
    if (y === undefined || history.isEmpty()) return;
    picture.draw(() => bundleOf(curveSpec(options, y, history)), due);
  };
  return {
    report(steps, values = {}) {
      done = steps;
      latest = { ...latest, ...values };
      history.add(steps, values);
      line.draw(lineBundle, false);
      drawCurve(false);
    },
    say(text) {
      words.draw(() => ({ 'text/plain': text }), true);
    },
    end() {
      line.draw(lineBundle, true);
      drawCurve(true);
    },
  };
}

/** An output that later ones replace, drawn at most once in a while. */
class LiveOutput {
  private readonly id = `unroll-live-${String(++displays)}`;
  private last: number | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly now: () => number,
  ) {}

  draw(bundle: () => MimeBundle, due: boolean): void {
    const time = this.now();
    if (!due && this.last !== undefined && time - this.last < this.everyMs) return;
    kernelLink().display(bundle(), this.id, this.last !== undefined);
    this.last = time;
  }
}

/** Points of the curve so far; when they grow too many, every second one is dropped. */
class History {
  private readonly series = new Map<string, [number, number][]>();
  private stride = 1;
  private count = 0;

  add(x: number, values: Readonly<Record<string, number>>): void {
    const names = Object.keys(values);
    if (names.length === 0 || this.count++ % this.stride !== 0) return;
    for (const name of names) {
      const points = this.series.get(name) ?? [];
      points.push([x, values[name] ?? NaN]);
      this.series.set(name, points);
    }
    if ([...this.series.values()].some((points) => points.length > MOST_POINTS)) this.thin();
  }

  isEmpty(): boolean {
    return this.series.size === 0;
  }

  all(): { readonly name: string; readonly points: readonly (readonly [number, number])[] }[] {
    return [...this.series].map(([name, points]) => ({ name, points }));
  }

  private thin(): void {
    this.stride *= 2;
    for (const [name, points] of this.series)
      this.series.set(
        name,
        points.filter((_, i) => i % 2 === 0),
      );
  }
}

function curveSpec(options: ProgressOptions, y: string, history: History) {
  return curve({
    x: { title: options.unit ?? 'step' },
    y: { title: y },
    series: history.all(),
    title: options.title,
  });
}

const BAR = 24;

/** `training  ██████░░░░  120 of 300 steps  loss 2.31  14 s, about 21 s left` */
function progressLine(
  { title, total, unit = 'step' }: ProgressOptions,
  done: number,
  values: Readonly<Record<string, number>>,
  seconds: number,
): string {
  const numbers = Object.entries(values).map(([name, value]) => `${name} ${steadyText(value)}`);
  const parts = [
    title,
    ...(total === undefined ? [`${String(done)} ${unit}s`] : bar(done, total, unit)),
  ];
  return [...parts, ...numbers, time(done, total, seconds)].join('  ');
}

function bar(done: number, total: number, unit: string): string[] {
  const full = Math.round(BAR * Math.min(1, done / Math.max(1, total)));
  return [
    '\u2588'.repeat(full) + '\u2591'.repeat(BAR - full),
    `${String(done)} of ${String(total)} ${unit}s`,
  ];
}

function time(done: number, total: number | undefined, seconds: number): string {
  const spent = `${seconds.toFixed(0)} s`;
  if (total === undefined || done === 0 || done >= total) return spent;
  return `${spent}, about ${((seconds / done) * (total - done)).toFixed(0)} s left`;
}
