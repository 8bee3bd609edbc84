import type { Tolerance } from '../task.js';
import type { TensorValue } from '../value.js';
import { sameShape, scaleOf } from './compare.js';
import { transposed } from './layout.js';

/**
 * What a wrong tensor is in terms of the right one, where that is exact: its transpose, its
 * negative, a multiple of it, all off by one amount. Nothing is said about a near miss.
 */
export function structuralHint(
  expected: TensorValue,
  received: TensorValue,
  tolerance: Tolerance,
): string | undefined {
  const bound = tolerance.absolute + tolerance.relative * scaleOf(expected);
  const agree = (x: TensorValue, f: (y: number) => number) =>
    sameShape(x.shape, received.shape) &&
    x.data.every((value, i) => Math.abs(f(value) - (received.data[i] ?? NaN)) <= bound);
  if (expected.shape.length === 2 && agree(transposed(expected), (x) => x))
    return 'It is exactly the transpose: look at which axis is which.';
  if (scaleOf(expected) <= tolerance.absolute || !sameShape(expected.shape, received.shape))
    return undefined;
  if (received.data.every((y) => y === 0)) return 'Every entry is 0.';
  if (agree(expected, (x) => -x)) return 'It is exactly the negative: look at a sign.';
  const largest = expected.data.findIndex((x) => Math.abs(x) === scaleOf(expected));
  const [x = NaN, y = NaN] = [expected.data[largest], received.data[largest]];
  if (expected.data.length === 1) return wholeMultiple(y / x);
  if (agree(expected, (value) => value * (y / x)))
    return (
      wholeMultiple(y / x) ??
      `Every entry is the same multiple, ${short(y / x)}, of what it should be.`
    );
  if (agree(expected, (value) => value + (y - x)))
    return `Every entry is off by the same amount, ${short(y - x)}.`;
  return undefined;
}

/** Enough to recognise a factor, too little to compute the right value from it. */
const short = (x: number) => String(Number(x.toPrecision(2)));

/**
 * Larger than any count that a sum or a mean runs over in a check. Above it every factor is nearly
 * whole, and saying it would give the right value away.
 */
const mostTimes = 128;

function wholeMultiple(factor: number): string | undefined {
  const isWhole = (count: number, exact: number) =>
    count > 1 && count <= mostTimes && Math.abs(exact / count - 1) < 1e-6;
  const times = Math.round(factor);
  if (isWhole(times, factor)) {
    const slip =
      times === 100 ? 'a percentage where a fraction belongs' : 'a sum where a mean belongs';
    return `It is exactly ${String(times)} times what it should be: ${slip}?`;
  }
  const part = Math.round(1 / factor);
  if (isWhole(part, 1 / factor)) {
    const slip =
      part === 100 ? 'a fraction where a percentage belongs' : 'a mean where a sum belongs';
    return `It is exactly 1/${String(part)} of what it should be: ${slip}?`;
  }
  return undefined;
}
