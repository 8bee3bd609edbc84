import { short } from '../short.js';
import type { TensorValue } from '../value.js';
import { Handle, isList, isRecord, StandIn, TensorValue as Tensor, type Value } from '../value.js';

/** `[B, U] = [3, 5]`, or `[3, 5]` where the letters are not known. */
export function shapeText(shape: readonly number[], axes?: string): string {
  const sizes = `[${shape.join(', ')}]`;
  const letters = axes?.split(' ').filter((letter) => letter !== '') ?? [];
  if (shape.length === 0) return 'a scalar tensor, shape []';
  return letters.length === shape.length ? `[${letters.join(', ')}] = ${sizes}` : sizes;
}

/** A value by its kind, never by its numbers: `a tensor of shape [3, 5]`, `a list of 4`. */
export function kindText(value: Value, axes?: string): string {
  if (value instanceof Tensor)
    return value.shape.length === 0
      ? 'a scalar tensor, shape []'
      : `a tensor of shape ${shapeText(value.shape, axes)}`;
  if (value instanceof Handle || value instanceof StandIn) return 'a function';
  if (isList(value)) return `a list of ${String(value.length)}`;
  if (isRecord(value))
    return `an object { ${Object.keys(value)
      .slice(0, 8)
      .map((key) => short(key))
      .join(', ')} }`;
  if (value === undefined || value === null) return String(value);
  return `a ${typeof value}`;
}

/** One plain value as the student's code gave it, cut to a line. */
export function plainText(value: Value): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return typeof value === 'boolean' ? String(value) : kindText(value);
}

/** A number with as many digits as help. */
export function numberText(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e9 ? String(x) : String(Number(x.toPrecision(5)));
}

const mostPercent = 1000;

/** How far a tensor is from the right one, relative to its length: `31 %`. */
export function errorText(expected: TensorValue, received: TensorValue): string {
  let off = 0;
  let length = 0;
  for (const [i, x] of expected.data.entries()) {
    if (!Number.isFinite(x)) continue;
    off += (x - (received.data[i] ?? NaN)) ** 2;
    length += x * x;
  }
  if (length === 0) return 'not zero, as it should be';
  const percent = 100 * Math.sqrt(off / length);
  // Two digits and no more: from an answer far off, a percentage in full would give the right value
  // away.
  return percent > mostPercent
    ? `wrong by more than ${String(mostPercent)} %`
    : `wrong by ${String(Number(percent.toPrecision(2)))} %`;
}
