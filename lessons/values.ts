/** What the checks of several lessons do with the judge's values. */
import { tensor, TensorValue, type Value } from '../grader/checks/index.js';
import { isList, isRecord, tensorsIn } from '../grader/value.js';

/** The tensor that an answer is; an empty one where it is something else. */
export function tensorOf(value: Value): TensorValue {
  return value instanceof TensorValue ? value : new TensorValue('float32', [0], new Float64Array());
}

/** One part of an answer that is a record. */
export function partOf(answer: Value, key: string): Value {
  return isRecord(answer) ? answer[key] : undefined;
}

/** A number, or the only entry of a tensor. */
export function scalarOf(value: Value): number {
  if (typeof value === 'number') return value;
  const { data } = tensorOf(value);
  return data.length === 1 ? (data[0] ?? NaN) : NaN;
}

/** A value of the same form with each of its tensors mapped. */
export function mapTensors(value: Value, f: (of: TensorValue) => TensorValue): Value {
  if (value instanceof TensorValue) return f(value);
  if (isList(value)) return value.map((item) => mapTensors(item, f));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTensors(item, f)]));
}

export const mapEntries = (of: TensorValue, f: (entry: number, at: number) => number) =>
  new TensorValue(of.dtype, of.shape, of.data.map(f));

/** A value of the same form whose tensors are all zeros. */
export const zerosLike = (value: Value) => mapTensors(value, (of) => mapEntries(of, () => 0));

/** Every entry of every tensor in a value, in order. */
export const entriesOf = (value: Value): number[] =>
  tensorsIn(value).flatMap(([, { data }]) => Array.from(data));

export const sumOf = (value: Value) => entriesOf(value).reduce((sum, entry) => sum + entry, 0);

/** Row `b` of a tensor whose first axis is the batch, as a batch of one. */
export function rowOf(value: Value, b: number): TensorValue {
  const { dtype, shape, data } = tensorOf(value);
  const size = data.length / (shape[0] ?? 1);
  return new TensorValue(dtype, [1, ...shape.slice(1)], data.slice(b * size, (b + 1) * size));
}

/** A batch twice over. */
export const twice = ({ dtype, shape: [B = 0, ...rest], data }: TensorValue) =>
  new TensorValue(dtype, [2 * B, ...rest], Float64Array.from([...data, ...data]));

/** Steps `from` up to `to` of a tensor [B, T, D] or [B, T]. */
export function stepsOf(value: Value, from: number, to: number): TensorValue {
  const { dtype, shape, data } = tensorOf(value);
  const [B = 0, T = 0, ...rest] = shape;
  const D = rest.reduce((size, axis) => size * axis, 1);
  const kept = data.filter((_, i) => {
    const t = Math.floor(i / D) % T;
    return t >= from && t < to;
  });
  return new TensorValue(dtype, [B, to - from, ...rest], kept);
}

/** A tensor [B, T, D] or [B, T] whose step t is what stood at step `order[t]`. */
export function reordered(value: Value, order: readonly number[]): TensorValue {
  const of = tensorOf(value);
  const D = of.shape.slice(2).reduce((size, axis) => size * axis, 1);
  const T = order.length;
  return mapEntries(of, (_, at) => {
    const t = Math.floor(at / D) % T;
    return of.data[at + ((order[t] ?? t) - t) * D] ?? NaN;
  });
}

/** Step `t` of a tensor [B, T, D] as [B, D]. */
export function stepOf(value: Value, t: number): TensorValue {
  const { shape, data } = stepsOf(value, t, t + 1);
  const [B = 0, , D = 0] = shape;
  return tensor([B, D], data);
}

/** The last step of a tensor [B, T, D] as [B, D]. */
export const lastStepOf = (value: Value) => stepOf(value, (tensorOf(value).shape[1] ?? 0) - 1);

/** Largest difference between two values, Infinity where their forms differ. */
export function gapOf(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : distance(a, b);
  if (a instanceof TensorValue && b instanceof TensorValue) {
    if (a.shape.join() !== b.shape.join()) return Infinity;
    return largest(Array.from(a.data, (x, i) => gapOf(x, b.data[i])));
  }
  if (isList(a) && isList(b))
    return a.length === b.length ? largest(a.map((item, i) => gapOf(item, b[i]))) : Infinity;
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys({ ...a, ...b });
    return largest(keys.map((key) => gapOf(a[key], b[key])));
  }
  return a === b ? 0 : Infinity;
}

function distance(a: number, b: number): number {
  const off = Math.abs(a - b);
  return Number.isNaN(off) ? Infinity : off;
}

const largest = (gaps: readonly number[]) => gaps.reduce((most, gap) => Math.max(most, gap), 0);
