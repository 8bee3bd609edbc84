/** Values of the channel to and from live objects: tensors, functions, lists, records. */
import { isFloat64Array, isInt32Array, isProxy, isUint8Array } from 'node:util/types';
import {
  type Dtype,
  Handle,
  isList,
  isRecord,
  StandIn,
  TensorValue,
  type Value,
} from '../../value.js';
import { LieError, WireError } from '../bytes.js';
import { deepest } from '../wire.js';
import { engine, tf } from './tfjs.js';

/** Something that a student's function is given or returns. */
export type Live = unknown;

/** A function of the student's. */
export type Inner = (...args: unknown[]) => unknown;

/** Resolves what stays in the box: handles and stand-ins. */
export interface Inside {
  readonly handle: (id: number) => Live;
  readonly standIn: (name: string) => Live;
}

/** A live object from a value, tensors made anew. */
export function toLive(value: Value, inside: Inside): Live {
  if (value instanceof TensorValue) return liveTensor(value);
  if (value instanceof Handle) return inside.handle(value.id);
  if (value instanceof StandIn) return inside.standIn(value.name);
  if (isList(value)) return value.map((item) => toLive(item, inside));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, toLive(item, inside)]),
    );
  return value;
}

function liveTensor({ dtype, shape, data }: TensorValue): tf.Tensor {
  const entries =
    dtype === 'int32'
      ? Int32Array.from(data)
      : dtype === 'bool'
        ? Uint8Array.from(data)
        : (data.slice() as unknown as Float32Array);
  return tf.tensor(entries, [...shape], dtype);
}

/** Entries that one answer may hold in lists and records; tensors are bounded by their bytes. */
const mostItems = 200_000;

/** Functions among them: each stays in the box as long as that lives. */
const mostFunctions = 1_000;

const tooManyFunctions = () =>
  new WireError(`a result with at most ${String(mostFunctions)} functions`);

const tooMany = () => new WireError(`at most ${String(mostItems)} entries`);

/**
 * A value from whatever a student's function made, without running any of its code: no getter, no
 * method, no iterator of the object is asked.
 *
 * @param functionOf names a function that stays inside
 * @throws WireError naming what cannot cross
 */
export function toValue(live: Live, functionOf: (f: Inner) => Value): Value {
  let items = 0;
  let functions = 0;
  const visit = (x: Live, depth: number): Value => {
    if (depth > deepest) throw new WireError(`a result nested at most ${String(deepest)} deep`);
    if (++items > mostItems) throw tooMany();
    if (x === null || x === undefined) return x;
    if (typeof x === 'number' || typeof x === 'string' || typeof x === 'boolean') return x;
    if (typeof x !== 'object' && typeof x !== 'function') throw new WireError(`not a ${typeof x}`);
    if (isProxy(x)) throw new WireError('a plain value, not a Proxy');
    if (typeof x === 'function') {
      if (++functions > mostFunctions) throw tooManyFunctions();
      return functionOf(x as Inner);
    }
    if (isTensor(x)) return tensorValue(x);
    if (Array.isArray(x)) return listOf(x, (item) => visit(item, depth + 1));
    if (ArrayBuffer.isView(x) && !(x instanceof DataView))
      return numbersOf(x as unknown as ArrayLike<number>, (item) => visit(item, depth + 1));
    return recordOf(x, (item) => visit(item, depth + 1));
  };
  return visit(live, 0);
}

/** Told by its prototype: tfjs itself takes any object with the right fields for a tensor. */
export function isTensor(x: Live): x is tf.Tensor {
  if (typeof x !== 'object' || x === null || isProxy(x)) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === tf.Tensor.prototype || prototype === tf.Variable.prototype;
}

/** How entries may lie in memory: a cast to a wider type goes on with those of the narrower one. */
const stored = {
  float32: [isFloat64Array, isInt32Array, isUint8Array],
  int32: [isInt32Array, isUint8Array],
  bool: [isUint8Array],
};

function isStoredAs(data: unknown, dtype: Dtype): data is ArrayLike<number> {
  return stored[dtype].some((isOfKind) => isOfKind(data));
}

function tensorValue(x: tf.Tensor): TensorValue {
  const [id, dtype] = [own(x, 'dataId'), own(x, 'dtype')];
  if (own(x, 'isDisposedInternal') !== false)
    throw new WireError('a tensor, not one that was disposed');
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
    throw new WireError(`a tensor of numbers, not of ${String(dtype)}`);
  const sizes = shapeOf(x);
  const data: unknown = engine.readSync(id as object);
  return new TensorValue(dtype, sizes, entriesOf(data, dtype, sizes));
}

/** @throws WireError if it is no plain list of numbers */
export function shapeOf(x: tf.Tensor): number[] {
  return listOf(own(x, 'shape') as unknown[], (size) => {
    if (typeof size !== 'number') throw new WireError('a tensor whose shape is a list of numbers');
    return size;
  });
}

function entriesOf(data: unknown, dtype: Dtype, shape: readonly number[]): Float64Array {
  if (!isStoredAs(data, dtype)) throw new WireError(`a tensor whose entries are ${dtype}`);
  // Copied as a typed array, whatever iterator or length stands on the student's.
  const entries = new Float64Array(data);
  if (shape.reduce((size, axis) => size * axis, 1) !== entries.length)
    throw new LieError('a tensor whose shape fits its entries');
  return entries;
}

function own(x: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(x, key);
  if (property === undefined || !('value' in property))
    throw new WireError(`plain fields, not a getter for ${key}`);
  return property.value as unknown;
}

function listOf<T>(list: readonly unknown[], one: (item: Live) => T): T[] {
  if (isProxy(list) || !Array.isArray(list)) throw new WireError('a plain list');
  if (list.length > mostItems) throw tooMany();
  const items: T[] = [];
  for (let i = 0; i < list.length; i++)
    items.push(one(i in list ? own(list, String(i)) : undefined));
  return items;
}

function numbersOf(x: ArrayLike<number>, one: (item: Live) => Value): Value {
  const items: Value[] = [];
  for (let i = 0; i < x.length; i++) items.push(one(x[i]));
  return items;
}

function recordOf(x: object, one: (item: Live) => Value): Value {
  const kind = Object.prototype.toString.call(x);
  if (kind !== '[object Object]' || x instanceof Map || x instanceof Set)
    throw new WireError(`a record, a list or a tensor, not ${kind.slice(8, -1)}`);
  const record: Record<string, Value> = {};
  for (const key of Object.keys(x)) {
    const value = one(own(x, key));
    Object.defineProperty(record, key, { value, enumerable: true });
  }
  return record;
}
