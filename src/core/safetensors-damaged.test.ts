import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { InputError } from './errors.js';
import { projectFile } from './files.js';
import { makeRng, type Rng } from './rng.js';
import { readSafetensors } from './safetensors.js';

/** A file of any header, with `data` bytes of numbers. */
function fileOf(header: unknown, data = 0, length?: number | bigint): Buffer {
  const text =
    header instanceof Uint8Array
      ? header
      : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(length ?? text.length));
  return Buffer.concat([prefix, text, Buffer.alloc(data)]);
}

/** An entry of two numbers in single precision. */
const two = (begin = 0, end = begin + 8) => ({
  dtype: 'F32',
  shape: [2],
  data_offsets: [begin, end],
});

describe('a damaged file is refused with what is wrong', () => {
  const good = fileOf({ a: two() }, 8);
  test.each<[what: string, bytes: Uint8Array, message: RegExp]>([
    ['nothing', Buffer.alloc(0), /at least 8 bytes, received 0/],
    ['too short for a length', good.subarray(0, 7), /at least 8 bytes, received 7/],
    ['cut off in its header', good.subarray(0, 20), /a header of at most 12 bytes, received 54/],
    ['cut off in its numbers', good.subarray(0, -1), /8 bytes of numbers, received 7/],
    ['too long', Buffer.concat([good, Buffer.alloc(1)]), /8 bytes of numbers, received 9/],
    ['a length beyond the file', fileOf({}, 0, 3), /at most 2 bytes, received 3/],
    [
      'an endless length',
      fileOf({}, 0, 2n ** 64n - 1n),
      /at most 2 bytes, received 18446744073709/,
    ],
    ['a length within the header', fileOf({ a: two() }, 8, 40), /a header in JSON/],
    ['no header', fileOf(''), /begins with \{, received ""/],
    ['spaces before the header', fileOf(' {}'), /begins with \{/],
    ['a list', fileOf('[]'), /begins with \{, received "\[\]"/],
    ['no JSON', fileOf('{"a":}'), /a header in JSON/],
    ['two headers', fileOf('{}{}'), /a header in JSON/],
    ['no UTF-8', fileOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), /a header in UTF-8/],
    ['a mark of byte order', fileOf('\uFEFF{}'), /begins with \{/],
    ['a name twice', fileOf('{"a":{},"a":{}}'), /'a' twice/],
    ['an escaped name twice', fileOf('{"a":{},"\\u0061" \n\t\r          :{}}'), /'a' twice/],
    ['a field twice', fileOf('{"a":{"shape":[2],"shape":[1]}}'), /'shape' twice/],
    ['a text twice', fileOf('{"__metadata__":{"k":"1","k":"2"}}'), /'k' twice/],
    ['a reserved name', fileOf('{"__proto__":{}}'), /the name '__proto__'/],
    ['a reserved field', fileOf('{"a":{"__proto__":{}}}'), /the name '__proto__'/],
    ['a reserved text', fileOf('{"__metadata__":{"__proto__":"x"}}'), /the name '__proto__'/],
    [
      'texts that are numbers',
      fileOf({ __metadata__: { a: 1 } }),
      /a record of texts, received \{"a":1/,
    ],
    ['texts that are a list', fileOf({ __metadata__: ['a'] }), /a record of texts/],
    ['texts that are null', fileOf({ __metadata__: null }), /a record of texts, received null/],
    ['no entry', fileOf({ a: null }), /'a': expected dtype, shape and data_offsets, received null/],
    ['a list as entry', fileOf({ a: [] }), /'a': expected dtype, shape/],
    [
      'no dtype',
      fileOf({ a: { ...two(), dtype: undefined } }, 8),
      /a dtype such as F32, received none/,
    ],
    [
      'no shape',
      fileOf({ a: { ...two(), shape: 2 } }, 8),
      /a shape of whole numbers from 0, received 2/,
    ],
    [
      'a negative size',
      fileOf({ a: { ...two(), shape: [-2, -1] } }, 8),
      /a shape .* received \[-2,-1\]/,
    ],
    ['a broken size', fileOf({ a: { ...two(), shape: [0.5, 4] } }, 8), /a shape of whole numbers/],
    ['a size beyond numbers', fileOf({ a: { ...two(), shape: [2 ** 53] } }, 8), /a shape of whole/],
    [
      'sizes beyond numbers',
      fileOf({ a: { ...two(), shape: Array(20).fill(2 ** 52) } }, 8),
      /to have .* received 8/,
    ],
    [
      'sizes that cancel',
      fileOf({ a: { ...two(), shape: [...Array<number>(99).fill(2 ** 52), 0] } }, 8),
      /to have NaN/,
    ],
    [
      'a short shape',
      fileOf({ a: { ...two(), shape: [1] } }, 8),
      /F32 \[1\] to have 4 bytes, received 8/,
    ],
    [
      'a wide dtype',
      fileOf({ a: { ...two(), dtype: 'F64' } }, 8),
      /F64 \[2\] to have 16 bytes, received 8/,
    ],
    ['three offsets', fileOf({ a: { ...two(), data_offsets: [0, 4, 8] } }, 8), /two whole numbers/],
    [
      'a negative offset',
      fileOf({ a: two(-8, 0) }, 8),
      /two whole numbers from 0, received \[-8,0\]/,
    ],
    ['huge offsets', fileOf({ a: two(2 ** 53 - 8, 2 ** 53) }, 8), /two whole numbers/],
    ['large offsets', fileOf({ a: two(2 ** 52) }, 8), /'a': expected bytes from 0/],
    [
      'offsets turned round',
      fileOf({ a: { ...two(8, 0), dtype: 'F4' } }, 8),
      /0 bytes, received -8/,
    ],
    ['a hole in front', fileOf({ a: two(8) }, 16), /'a': expected bytes from 0.* received 8/],
    ['a hole', fileOf({ a: two(), b: two(16) }, 24), /'b': expected bytes from 8.* received 16/],
    ['an overlap', fileOf({ a: two(), b: two(4) }, 12), /'b': expected bytes from 8.* received 4/],
    ['the same bytes twice', fileOf({ a: two(), b: two() }, 8), /'b': expected bytes from 8/],
    ['numbers without a name', fileOf({}, 8), /0 bytes of numbers, received 8/],
  ])('%s', (_, bytes, message) => {
    const read = () => readSafetensors(bytes);
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
    expect(read).toThrow(
      /^readSafetensors bytes.*: expected .*, received .*\. The file is damaged: /s,
    );
  });

  test('a header beyond what the format allows is not even read', () => {
    // Nothing touches these zeros, so they take no memory.
    const bytes = Buffer.alloc(100_000_009);
    bytes.writeBigUInt64LE(100_000_001n);
    const reads = vi.spyOn(bytes, 'subarray');
    expect(() => readSafetensors(bytes)).toThrow(
      'readSafetensors bytes: expected a header of at most 100000000 bytes, received 100000001.',
    );
    expect(reads.mock.calls).toEqual([[0, 8]]);
  });

  test('a file without tensors says so', () => {
    expect(() => readSafetensors(fileOf({})).tensor('a')).toThrow(
      "readSafetensors bytes tensor: expected no name, as no tensor is there, received 'a'. Check",
    );
  });

  test('an empty tensor may lie anywhere, and a name may hold any sign', () => {
    const empty = (at: number) => ({ dtype: 'F32', shape: [0], data_offsets: [at, at] });
    const strange = '\\": {"\u0000é';
    const header = { [strange]: two(), b: empty(8), c: empty(0), d: two(8), e: empty(16) };
    const file = readSafetensors(fileOf(header, 16));
    expect([...file.tensors.keys()]).toEqual(Object.keys(header));
    expect(file.tensor(strange).arraySync()).toEqual([0, 0]);
  });

  test('what is new in the format is left alone until it is asked for', () => {
    const later = { dtype: 'F4', shape: [3], data_offsets: [8, 10], hint: 'x' };
    const file = readSafetensors(fileOf({ a: two(), later }, 10));
    expect(file.tensor('a').arraySync()).toEqual([0, 0]);
    expect(() => file.tensor('later')).toThrow(/'later': expected numbers of type .*, received F4/);
  });
});

describe('files that are changed at random', () => {
  const folder = projectFile('fixtures/tensors');
  const files = readdirSync(folder).map(
    (name) => [name, readFileSync(`${folder}/${name}`)] as const,
  );

  test.each(files)('%s: is read as it says, or refused', (_, good) => {
    const rng = makeRng(good.length);
    let [read, refused] = [0, 0];
    for (let i = 0; i < 1500; i++) {
      const bytes = mutated(good, rng);
      try {
        readAll(bytes);
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toMatch(/: expected .*, received .*\. /s);
        refused++;
      }
    }
    // Both happen often: a number may be any, a header may not.
    expect(Math.min(read, refused)).toBeGreaterThan(100);
  });
});

/** Reads every tensor; none may read outside of the file, or hold more than its bytes do. */
function readAll(bytes: Buffer): void {
  const reads = vi.spyOn(bytes, 'subarray');
  const file = readSafetensors(bytes);
  let used = 0;
  for (const [name, { shape, data_offsets: offsets }] of file.tensors) {
    used += offsets[1] - offsets[0];
    try {
      const tensor = file.tensor(name);
      expect(tensor.shape).toEqual(shape);
      expect(tensor.size).toBeLessThanOrEqual((offsets[1] - offsets[0]) / 2);
      tensor.dispose();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  for (const [begin = NaN, end = NaN] of reads.mock.calls)
    expect(begin >= 0 && begin <= end && end <= bytes.length).toBe(true);
  expect(used).toBe(bytes.length - 8 - Number(bytes.readBigUInt64LE(0)));
}

function mutated(good: Buffer, rng: Rng): Buffer {
  const bytes = Buffer.from(good);
  const header = Number(good.readBigUInt64LE(0));
  const any = (n: number) => rng.int(n);
  const at = rng.uniform() < 0.7 ? 8 + any(header) : any(bytes.length);
  switch (any(7)) {
    case 0: // one bit
      bytes[at] = (bytes[at] ?? 0) ^ (1 << any(8));
      return bytes;
    case 1: // one digit
      bytes[at] = 0x30 + any(10);
      return bytes;
    case 2: // a sign of JSON
      bytes.write('{}[]":,-.e0 '.charAt(any(12)), at);
      return bytes;
    case 3: // the end is lost, or there is more of it
      return any(2) === 0 ? bytes.subarray(0, at) : Buffer.concat([bytes, bytes.subarray(at)]);
    case 4: // one byte of the length
      bytes[any(8)] = any(256);
      return bytes;
    case 5: // something stands elsewhere, too
      bytes.copy(bytes, at, 8 + any(header), 8 + any(header) + any(40));
      return bytes;
    default: // numbers
      bytes.fill(any(256), 8 + header + any(bytes.length - 8 - header));
      return bytes;
  }
}

test('nothing is left of tensors that were refused', () => {
  const before = tf.memory().numTensors;
  const bad = fileOf({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8);
  bad[bad.length - 1] = 1;
  expect(() => readSafetensors(bad).tensor('a')).toThrow(InputError);
  expect(tf.memory().numTensors).toBe(before);
});
