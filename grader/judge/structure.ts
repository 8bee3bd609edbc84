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
      `Every entry is the same multiple, ${(y / x).toPrecision(4)}, of what it should be.`
    );
  if (agree(expected, (value) => value + (y - x)))
    return `Every entry is off by the same amount, ${(y - x).toPrecision(4)}.`;
  return undefined;
}

function wholeMultiple(factor: number): string | undefined {
  const times = Math.round(factor);
  if (times > 1 && Math.abs(factor / times - 1) < 1e-6)
    return `It is exactly ${String(times)} times what it should be: a sum where a mean belongs?`;
  const part = Math.round(1 / factor);
  if (part > 1 && Math.abs(factor * part - 1) < 1e-6)
    return `It is exactly 1/${String(part)} of what it should be: a mean where a sum belongs?`;
  return undefined;
}
