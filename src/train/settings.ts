/** Checks of the numbers that set up a training. */
import { InputError, wrongInput } from '../core/index.js';

/** What a number may be. */
interface Range {
  readonly words: string;
  readonly holds: (value: number) => boolean;
}

export const from0: Range = { words: 'a finite number from 0', holds: finiteFrom(0) };
export const from1: Range = { words: 'a finite number from 1', holds: finiteFrom(1) };
/** Tensors would round a smaller number to 0. */
export const above0: Range = {
  words: 'a number above 0 in single precision',
  holds: (value) => Math.fround(value) > 0,
};
export const share: Range = {
  words: 'a number from 0, below 1',
  holds: (value) => value >= 0 && value < 1,
};

function finiteFrom(least: number): (value: number) => boolean {
  return (value) => Number.isFinite(value) && value >= least;
}

/**
 * A number that is in its range.
 *
 * @param what function and argument, for the message
 * @throws InputError if it is outside
 */
export function checkedNumber(what: string, value: number, range: Range, remedy: string): number {
  if (range.holds(value)) return value;
  throw new InputError(wrongInput(what, range.words, String(value), remedy));
}

/**
 * A setting, or the usual one where it is left out.
 *
 * @param what function and setting, for the message
 * @throws InputError if it is outside its range
 */
export function setting(
  what: string,
  value: number | undefined,
  usual: number,
  range: Range,
): number {
  return checkedNumber(what, value ?? usual, range, `Leave it out to take ${usual}.`);
}

/**
 * A count that is one.
 *
 * @param what function and argument, for the message
 * @throws InputError if it is no whole number, or below the least
 */
export function checkedCount(what: string, value: number, least: number, remedy: string): number {
  const words = `a whole number from ${least}`;
  const holds = (count: number) => Number.isInteger(count) && count >= least;
  return checkedNumber(what, value, { words, holds }, remedy);
}
