import type { Tolerance } from '../task.js';
import { Handle, isList, isRecord, StandIn, TensorValue, type Value } from '../value.js';

/** Why a value is not the reference; the first reason found, in the order of the ladder. */
export type Difference =
  /** Another kind of value: a list for a tensor, a record without a key. */
  | {
      readonly kind: 'structure';
      readonly path: string;
      readonly expected: Value;
      readonly received: Value;
    }
  | {
      readonly kind: 'key';
      readonly path: string;
      readonly key: string;
      readonly extra: boolean;
      /** All that came. */
      readonly keys: readonly string[];
    }
  | {
      readonly kind: 'length';
      readonly path: string;
      readonly expected: number;
      readonly received: number;
    }
  | ({ readonly kind: 'shape' | 'dtype'; readonly path: string } & Tensors)
  /** NaN or infinity where the reference has a number, or the other way round. */
  | ({ readonly kind: 'nonfinite'; readonly path: string; readonly at: number } & Tensors)
  | ({
      readonly kind: 'entries';
      readonly path: string;
      readonly wrong: readonly number[];
    } & Tensors)
  /** A number, string or boolean outside any tensor. */
  | {
      readonly kind: 'plain';
      readonly path: string;
      readonly expected: Value;
      readonly received: Value;
    };

interface Tensors {
  readonly expected: TensorValue;
  readonly received: TensorValue;
}

/** Which level of the ladder a difference belongs to: form comes before values. */
export function isOfForm(difference: Difference): boolean {
  return difference.kind !== 'entries' && difference.kind !== 'plain';
}

/**
 * Every difference between a value and the reference, at most one a leaf, none if they agree.
 *
 * Tensors agree if shape and dtype do, non-finite entries stand where the reference's do with the
 * same sign, and `|x - y| <= absolute + relative x scale` with the scale of the reference's tensor.
 */
export function differences(
  expected: Value,
  received: Value,
  tolerance: Tolerance,
  path = '',
): readonly Difference[] {
  if (expected instanceof TensorValue)
    return received instanceof TensorValue
      ? one(tensorDifference(expected, received, tolerance, path))
      : [{ kind: 'structure', path, expected, received }];
  if (expected instanceof Handle || expected instanceof StandIn)
    return received instanceof Handle ? [] : [{ kind: 'structure', path, expected, received }];
  if (isList(expected)) {
    if (!isList(received)) return [{ kind: 'structure', path, expected, received }];
    if (expected.length !== received.length)
      return [{ kind: 'length', path, expected: expected.length, received: received.length }];
    return expected.flatMap((item, i) =>
      differences(item, received[i], tolerance, below(path, String(i))),
    );
  }
  if (isRecord(expected)) return recordDifferences(expected, received, tolerance, path);
  if (typeof expected !== typeof received || received === null || expected === null)
    return expected === received ? [] : [{ kind: 'structure', path, expected, received }];
  return plainAgrees(expected, received, tolerance)
    ? []
    : [{ kind: 'plain', path, expected, received }];
}

const one = (difference: Difference | undefined) => (difference === undefined ? [] : [difference]);

const below = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

function recordDifferences(
  expected: { readonly [key: string]: Value },
  received: Value,
  tolerance: Tolerance,
  path: string,
): readonly Difference[] {
  if (!isRecord(received)) return [{ kind: 'structure', path, expected, received }];
  const keys = Object.keys(received);
  const missing = Object.keys(expected).find((key) => !Object.hasOwn(received, key));
  if (missing !== undefined) return [{ kind: 'key', path, key: missing, extra: false, keys }];
  const extra = keys.find((key) => !Object.hasOwn(expected, key));
  if (extra !== undefined) return [{ kind: 'key', path, key: extra, extra: true, keys }];
  return Object.entries(expected).flatMap(([key, item]) =>
    differences(item, received[key], tolerance, below(path, key)),
  );
}

function plainAgrees(expected: Value, received: Value, tolerance: Tolerance): boolean {
  if (typeof expected !== 'number' || typeof received !== 'number') return expected === received;
  return close(expected, received, tolerance.absolute + tolerance.relative * Math.abs(expected));
}

function tensorDifference(
  expected: TensorValue,
  received: TensorValue,
  tolerance: Tolerance,
  path: string,
): Difference | undefined {
  if (!sameShape(expected.shape, received.shape))
    return { kind: 'shape', path, expected, received };
  if (expected.dtype !== received.dtype) return { kind: 'dtype', path, expected, received };
  const bound = tolerance.absolute + tolerance.relative * scaleOf(expected);
  const wrong: number[] = [];
  for (const [i, x] of expected.data.entries()) {
    const y = received.data[i] ?? NaN;
    if (Number.isFinite(y) !== Number.isFinite(x))
      return { kind: 'nonfinite', path, at: i, expected, received };
    if (!close(x, y, bound)) wrong.push(i);
  }
  return wrong.length === 0 ? undefined : { kind: 'entries', path, wrong, expected, received };
}

/** Non-finite numbers agree only with themselves, NaN with NaN. */
function close(expected: number, received: number, bound: number): boolean {
  if (!Number.isFinite(expected)) return Object.is(expected, received);
  return Math.abs(expected - received) <= bound;
}

/** The largest finite magnitude of a tensor. */
export function scaleOf({ data }: TensorValue): number {
  return data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
}

/** True if two shapes are the same list of sizes. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
