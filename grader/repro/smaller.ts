import { placeOf, stridesOf } from '../judge/layout.js';
import type { Case } from '../task.js';
import { isList, isRecord, tensorsIn, TensorValue, type Value } from '../value.js';

type Arguments = Case['args'];

/** How much there is to read in a value: entries of tensors and lists, and plain values. */
export function entriesIn(value: Value): number {
  if (value instanceof TensorValue) return value.data.length;
  if (isList(value)) return value.reduce<number>((total, item) => total + entriesIn(item), 0);
  if (isRecord(value)) return entriesIn(Object.values(value));
  return 1;
}

/**
 * Smaller forms of a call's arguments, the smallest first. Checks give axes of different meaning
 * different sizes, so axes of one size are cut together. Not every form makes sense: whoever asks
 * must see whether the library still answers.
 */
export function smallerForms(args: Arguments): readonly Arguments[] {
  const sizes = [...new Set(tensorsIn(args).flatMap(([, { shape }]) => shape))]
    .filter((size) => size > 1)
    .sort((a, b) => b - a);
  const cut = sizes.flatMap((size) =>
    [1, 2]
      .filter((to) => to < size)
      .flatMap((to) => [false, true].map((fold) => cutAxes(args, { size, to, fold }))),
  );
  return [...cut, ...shorterLists(args)] as readonly Arguments[];
}

interface Cut {
  readonly size: number;
  readonly to: number;
  /** Whether ids are taken modulo the new size, as where they name places along the axis. */
  readonly fold: boolean;
}

function cutAxes(value: Value, cut: Cut): Value {
  if (value instanceof TensorValue) return cutTensor(value, cut);
  if (isList(value)) return value.map((item) => cutAxes(item, cut));
  return isRecord(value) ? mapRecord(value, (item) => cutAxes(item, cut)) : value;
}

function cutTensor({ dtype, shape, data }: TensorValue, { size, to, fold }: Cut): TensorValue {
  const smaller = shape.map((axis) => (axis === size ? to : axis));
  const strides = stridesOf(shape);
  const length = smaller.reduce((product, axis) => product * axis, 1);
  const kept = Float64Array.from({ length }, (_, i) => {
    const at = placeOf(i, smaller).reduce((sum, place, k) => sum + place * (strides[k] ?? 0), 0);
    const entry = data[at] ?? NaN;
    return fold && dtype === 'int32' ? entry % to : entry;
  });
  return new TensorValue(dtype, smaller, kept);
}

/** The value with one of its lists shorter. */
function shorterLists(value: Value): readonly Value[] {
  if (isList(value)) {
    const lengths = [1, 2, value.length - 1].filter((n) => n > 0 && n < value.length);
    const shorter = [...new Set(lengths)].map((n) => value.slice(0, n));
    return [...shorter, ...(value.length > 1 ? [value.slice(1)] : []), ...shorterInside(value)];
  }
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) =>
        shorterLists(item).map((shorter) => ({ ...value, [key]: shorter })),
      )
    : [];
}

const shorterInside = (list: readonly Value[]) =>
  list.flatMap((item, i) =>
    shorterLists(item).map((shorter) => list.map((other, j) => (i === j ? shorter : other))),
  );

/** The same numbers with fewer digits; whole numbers stay. */
export function rounded(value: Value, digits: number): Value {
  const round = (x: number) => (Number.isInteger(x) ? x : Number(x.toPrecision(digits)));
  if (typeof value === 'number') return round(value);
  if (value instanceof TensorValue)
    return new TensorValue(value.dtype, value.shape, value.data.map(round));
  if (isList(value)) return value.map((item) => rounded(item, digits));
  return isRecord(value) ? mapRecord(value, (item) => rounded(item, digits)) : value;
}

/** A value of the same form whose tensors are all ones. */
export function ones(value: Value): Value {
  if (value instanceof TensorValue)
    return new TensorValue('float32', value.shape, new Float64Array(value.data.length).fill(1));
  if (isList(value)) return value.map(ones);
  return isRecord(value) ? mapRecord(value, ones) : value;
}

function mapRecord(record: Readonly<Record<string, Value>>, f: (value: Value) => Value) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
