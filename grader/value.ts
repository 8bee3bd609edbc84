/**
 * The values that pass between the judge and the box.
 *
 * The judge holds tensors as plain arrays of doubles; only the box has live tensors.
 */

export type Dtype = 'float32' | 'int32' | 'bool';

/** A tensor as plain data; `data` is row-major and in double precision. */
export class TensorValue {
  constructor(
    readonly dtype: Dtype,
    readonly shape: readonly number[],
    readonly data: Float64Array,
  ) {}
}

/** A function that the student's code returned and that stays inside the box under this number. */
export class Handle {
  constructor(readonly id: number) {}
}

/**
 * A function that a task passes in: the lesson's module of stand-ins provides it inside the box
 * under this name.
 */
export class StandIn {
  constructor(readonly name: string) {}
}

export type Value =
  | TensorValue
  | Handle
  | StandIn
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A float tensor from nested-free data: `tensor([2, 3], [1, 2, 3, 4, 5, 6])`. */
export function tensor(shape: readonly number[], data: ArrayLike<number>): TensorValue {
  return new TensorValue('float32', shape, Float64Array.from(data));
}

/** An int32 tensor: ids, lengths. */
export function ints(shape: readonly number[], data: ArrayLike<number>): TensorValue {
  return new TensorValue('int32', shape, Float64Array.from(data));
}

/** True for a record of values, as opposed to a tensor, a handle, a list or a plain value. */
export function isRecord(value: Value): value is { readonly [key: string]: Value } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof TensorValue) &&
    !(value instanceof Handle) &&
    !(value instanceof StandIn)
  );
}

/** True for a list of values. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * Every tensor inside a value with its path: `['p.wIh', TensorValue]`; a bare tensor has path ''.
 */
export function tensorsIn(value: Value, path = ''): [string, TensorValue][] {
  if (value instanceof TensorValue) return [[path, value]];
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (isList(value)) return value.flatMap((item, i) => tensorsIn(item, below(i)));
  if (isRecord(value))
    return Object.entries(value).flatMap(([key, item]) => tensorsIn(item, below(key)));
  return [];
}
