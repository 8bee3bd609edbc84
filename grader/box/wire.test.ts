import { describe, expect, it } from 'vitest';
import { Handle, ints, StandIn, tensor, type Value } from '../value.js';
import { WireError, Writer } from './bytes.js';
import { decodeValue, encodeValue } from './wire.js';

const most = 2 ** 20;
const across = (value: Value) => decodeValue(encodeValue(value, most));

describe('values across the channel', () => {
  it('come out as they went in', () => {
    const value = {
      plain: [1.5, -0, NaN, -Infinity, 'Wörter \u0000', true, false, null, undefined],
      tensors: {
        x: tensor([2, 3], [1, 2, 3, 4, 5, 1 / 3]),
        ids: ints([2], [7, -1]),
        none: tensor([0, 3], []),
      },
      inside: [new Handle(3), new StandIn('step')],
    };
    expect(across(value)).toStrictEqual(value);
  });

  it('keep a key named __proto__ a key', () => {
    const value = JSON.parse('{"__proto__": {"passed": 1}}') as Value;
    const out = across(value);
    expect(Object.keys(out as object)).toEqual(['__proto__']);
    expect((out as Record<string, unknown>)['passed']).toBeUndefined();
  });

  it('share no memory with the bytes they came from', () => {
    const bytes = Buffer.from(encodeValue(tensor([1], [5]), most));
    const out = decodeValue(bytes);
    bytes.fill(0xff);
    expect(out).toEqual(tensor([1], [5]));
  });

  it('are refused when they are too large or too deep', () => {
    const deep = Array.from({ length: 100 }).reduce<Value>((inner) => [inner], 0);
    expect(() => encodeValue(deep, most)).toThrow(WireError);
    expect(() => encodeValue(tensor([200_000], new Float64Array(200_000)), most)).toThrow(
      WireError,
    );
    expect(() => encodeValue('x'.repeat(most + 1), most)).toThrow(WireError);
  });
});

describe('tensors', () => {
  it.each([
    ['an axis of millions beside one of none', [120_000_000, 7, 0]],
    ['a thousand axes', Array.from({ length: 1000 }, () => 0)],
    ['half an axis', [0.5, 0]],
    ['a negative axis', [-2, 0]],
    ['an axis that is no number', [NaN]],
    ['more entries than there are', [2]],
  ])('whose shape no answer has are refused at both ends: %s', (_, shape) => {
    const honest = encodeValue(tensor([0], []), most);
    expect(() => encodeValue(tensor(shape, []), most)).toThrow(WireError);
    const forged = new Writer(most);
    for (const byte of honest.subarray(0, 2)) forged.byte(byte);
    forged.count(shape.length);
    for (const size of shape) forged.count(size);
    forged.count(0);
    const isShapeOfCounts = shape.every((size) => Number.isInteger(size) && size >= 0);
    if (isShapeOfCounts) expect(() => decodeValue(forged.done())).toThrow(WireError);
  });
});

describe('keys', () => {
  it('that are longer than any name are refused at both ends', () => {
    const long = 'k'.repeat(201);
    expect(across({ ['k'.repeat(200)]: 1 })).toEqual({ ['k'.repeat(200)]: 1 });
    expect(() => encodeValue({ [long]: null }, most)).toThrow(/keys of at most 200/);
    const forged = new Writer(most);
    forged.byte(7);
    forged.count(1);
    forged.text(long);
    forged.byte(1);
    expect(() => decodeValue(forged.done())).toThrow(/keys of at most 200/);
  });
});

describe('bytes that are no value', () => {
  const whole = encodeValue({ a: [1, 'b', tensor([2, 2], [1, 2, 3, 4])] }, most);

  it('are refused wherever they are cut', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeValue(whole.slice(0, length))).toThrow(WireError);
    expect(() => decodeValue(Uint8Array.of(...whole, 0))).toThrow(WireError);
  });

  it('are refused when they claim more than they hold', () => {
    const list = Uint8Array.of(6, 0xff, 0xff, 0xff, 0xff);
    const tensorOfTwo = encodeValue(tensor([2], [1, 2]), most);
    tensorOfTwo[6] = 3;
    expect(() => decodeValue(list)).toThrow(WireError);
    expect(() => decodeValue(tensorOfTwo)).toThrow(WireError);
    expect(() => decodeValue(Uint8Array.of(99))).toThrow(WireError);
  });

  it('nested a million deep are refused', () => {
    const one = [6, 1, 0, 0, 0];
    const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => one[i % 5] ?? 0);
    expect(() => decodeValue(bytes)).toThrow(WireError);
  });
});
