/**
 * Values as bytes, the same on both sides of the channel.
 *
 * One byte says what follows; numbers are little-endian doubles, texts UTF-8, and a tensor is its
 * dtype, its shape and its entries. The reader trusts nothing: size, depth and counts are bounded.
 */
import { LieError, Reader, WireError, Writer } from './bytes.js';
import {
  type Dtype,
  Handle,
  isList,
  isRecord,
  StandIn,
  TensorValue,
  type Value,
} from '../value.js';

/** Deeper nesting than any task's values have. */
export const deepest = 64;

/** A reply nests the value in a few records of its own. */
const deepestMessage = deepest + 8;

/** Longer than any key that a task names. */
const longestKey = 200;

/** More axes than tfjs has. */
const mostAxes = 8;

/**
 * Longer axes than any answer has. A tensor without entries is bound to it too: laws walk along its
 * axes.
 */
const mostPlaces = 2 ** 22;

const tags = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  list: 6,
  record: 7,
  tensor: 8,
  handle: 9,
  standIn: 10,
} as const;

const dtypes: readonly Dtype[] = ['float32', 'int32', 'bool'];

/**
 * @param most bytes allowed
 * @throws WireError if the value is deeper or larger than allowed
 */
export function encodeValue(value: Value, most: number): Uint8Array {
  const writer = new Writer(most);
  write(writer, value, 0);
  return writer.done();
}

function write(to: Writer, value: Value, depth: number): void {
  if (depth > deepestMessage) throw tooDeep();
  if (value === undefined) to.byte(tags.undefined);
  else if (value === null) to.byte(tags.null);
  else if (typeof value === 'boolean') to.byte(value ? tags.true : tags.false);
  else if (typeof value === 'number') {
    to.byte(tags.number);
    to.double(value);
  } else if (typeof value === 'string') {
    to.byte(tags.string);
    to.text(value);
  } else if (value instanceof TensorValue) writeTensor(to, value);
  else if (value instanceof Handle) {
    to.byte(tags.handle);
    to.count(value.id);
  } else if (value instanceof StandIn) {
    to.byte(tags.standIn);
    to.text(value.name);
  } else if (isList(value)) {
    to.byte(tags.list);
    to.count(value.length);
    for (const item of value) write(to, item, depth + 1);
  } else if (isRecord(value)) {
    to.byte(tags.record);
    const keys = Object.keys(value);
    to.count(keys.length);
    for (const key of keys) {
      if (key.length > longestKey) throw longKey();
      to.text(key);
      write(to, value[key], depth + 1);
    }
  } else throw new WireError('a value of a known kind');
}

const tooDeep = () => new WireError(`a result nested at most ${String(deepest)} deep`);

const longKey = () => new WireError(`keys of at most ${String(longestKey)} characters`);

/** @throws LieError unless the shape is one that an answer could have and fits the entries */
function checkShape(shape: readonly number[], entries: number): void {
  if (shape.length > mostAxes) throw new LieError(`a tensor of at most ${String(mostAxes)} axes`);
  const places = shape.reduce((count, size) => count * Math.max(1, size), 1);
  if (!shape.every((size) => Number.isInteger(size) && size >= 0) || places > mostPlaces)
    throw new LieError(`a tensor whose axes have at most ${String(mostPlaces)} places in all`);
  if (shape.reduce((size, axis) => size * axis, 1) !== entries)
    throw new LieError('a tensor whose shape fits its entries');
}

function writeTensor(to: Writer, value: TensorValue): void {
  checkShape(value.shape, value.data.length);
  to.byte(tags.tensor);
  to.byte(dtypes.indexOf(value.dtype));
  to.count(value.shape.length);
  for (const size of value.shape) to.count(size);
  to.count(value.data.length);
  to.doubles(value.data);
}

/** @throws WireError if the bytes are not exactly one value */
export function decodeValue(bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  const value = read(reader, 0);
  reader.end();
  return value;
}

function read(from: Reader, depth: number): Value {
  if (depth > deepestMessage) throw tooDeep();
  const tag = from.byte();
  switch (tag) {
    case tags.undefined:
      return undefined;
    case tags.null:
      return null;
    case tags.false:
      return false;
    case tags.true:
      return true;
    case tags.number:
      return from.double();
    case tags.string:
      return from.text();
    case tags.list:
      return readTimes(from.countOfThings(), () => read(from, depth + 1));
    case tags.record:
      return readRecord(from, depth);
    case tags.tensor:
      return readTensor(from);
    case tags.handle:
      return new Handle(from.count());
    case tags.standIn:
      return new StandIn(from.text());
    default:
      throw new WireError(`a known tag, not ${String(tag)}`);
  }
}

function readTimes<T>(count: number, one: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(one());
  return items;
}

function readRecord(from: Reader, depth: number): Value {
  const record: Record<string, Value> = {};
  const count = from.countOfThings();
  for (let i = 0; i < count; i++) {
    const key = from.text();
    if (key.length > longestKey) throw longKey();
    // Defined, not assigned: a key such as __proto__ is a key like any other.
    Object.defineProperty(record, key, {
      value: read(from, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
}

function readTensor(from: Reader): TensorValue {
  const dtype = dtypes[from.byte()];
  if (dtype === undefined) throw new WireError('a known dtype');
  const shape = readTimes(from.countOfThings(), () => from.count());
  const count = from.count();
  checkShape(shape, count);
  return new TensorValue(dtype, shape, from.doubles(count));
}
