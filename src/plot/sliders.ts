import { InputError, wrongInput } from '../core/index.js';
import type { Json, JsonRecord } from './spec.js';

/**
 * A knob below a picture that the reader moves: what is drawn follows. Nothing is computed then,
 * all is sent beforehand.
 */
export interface Slider {
  /** What it turns, with its unit: written beside it, and the key of `at`. */
  readonly name: string;
  /** Its positions, at equal distances, upwards. */
  readonly positions: readonly number[];
  /** Where it stands at first: one of the positions. */
  readonly start: number;
}

/** The position of each slider at which something is drawn; without one, it is always drawn. */
export type At = Readonly<Record<string, number>>;

/** The parts of a spec that sliders add: nothing where there are none. */
export function sliderParts(sliders: readonly Slider[]): JsonRecord {
  if (sliders.length === 0) return {};
  return {
    params: sliders.map(({ name, positions, start }, i): JsonRecord => {
      const [min = NaN, max = NaN, step] = [positions[0], positions.at(-1), distance(positions)];
      return {
        name: signal(i),
        value: start,
        bind: { input: 'range', min, max, step, name: `${name} ` },
      };
    }),
    // A browser's slider says 0.30000000000000004: compared is to half a step.
    transform: sliders.map(({ positions }, i): JsonRecord => {
      const off = `abs(datum.${signal(i)} - ${signal(i)})`;
      return { filter: `!isValid(datum.${signal(i)}) || ${off} < ${distance(positions) / 2}` };
    }),
  };
}

/** The fields by which a row of data is found when the sliders stand at `at`. */
export function sliderFields(sliders: readonly Slider[], at: At = {}): Record<string, Json> {
  const fields = sliders.map(({ name }, i): [string, Json][] => {
    const position = at[name];
    return position === undefined ? [] : [[signal(i), position]];
  });
  return Object.fromEntries(fields.flat());
}

/** A name that is another one for each position: what two things of one picture may not share. */
export function nameAt(name: string, at: At = {}): string {
  const places = Object.entries(at).map(([slider, position]) => `${slider} ${position}`);
  return [name, ...places].join(' at ');
}

/**
 * Refuses sliders that cannot be moved, and positions that no slider has.
 *
 * @throws InputError if positions are not at equal distances, a start is none of them, or an `at`
 *   is never reached
 */
export function checkSliders(plot: string, sliders: readonly Slider[], ats: readonly At[]): void {
  for (const { name, positions, start } of sliders) {
    if (!areEven(positions)) throw new InputError(wrongPositions(plot, name, positions));
    if (!positions.includes(start)) throw new InputError(wrongStart(plot, name, start));
  }
  for (const [name, position] of ats.flatMap((at) => Object.entries(at))) {
    const slider = sliders.find((one) => one.name === name);
    if (slider?.positions.includes(position) !== true)
      throw new InputError(neverReached(plot, name, position));
  }
}

function areEven(positions: readonly number[]): boolean {
  const step = distance(positions);
  const start = positions[0] ?? NaN;
  return step > 0 && positions.every((one, i) => Math.abs(one - start - i * step) < step / 100);
}

function distance(positions: readonly number[]): number {
  const length = (positions.at(-1) ?? NaN) - (positions[0] ?? NaN);
  return Number((length / (positions.length - 1)).toPrecision(12));
}

// Names have blanks and brackets, which an expression of vega cannot spell.
function signal(i: number): string {
  return `slider${i}`;
}

const wrongPositions = (plot: string, name: string, received: readonly number[]) =>
  wrongInput(
    `${plot} slider ${JSON.stringify(name)}`,
    'at least two positions, upwards, at equal distances',
    received.join(', ') || 'none',
    'Where distances grow by factors, take the exponents as positions.',
  );

const wrongStart = (plot: string, name: string, received: number) =>
  wrongInput(
    `${plot} slider ${JSON.stringify(name)} start`,
    'one of its positions',
    String(received),
    'Begin where something is drawn.',
  );

const neverReached = (plot: string, name: string, received: number) =>
  wrongInput(
    `${plot} at`,
    'positions that a slider has',
    `${JSON.stringify(name)} at ${received}`,
    'Give the slider that position, or leave what would never be seen out.',
  );
