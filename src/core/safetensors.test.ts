import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { InputError } from './errors.js';
import { projectFile } from './files.js';
import { openSafetensors, readSafetensors } from './safetensors.js';

const path = projectFile('fixtures/tensors/every-type.safetensors');
const bytes = readFileSync(path);

describe.each([
  ['a file', () => openSafetensors(path)],
  ['memory', () => readSafetensors(bytes)],
  [
    'bytes that are not aligned',
    () => readSafetensors(Buffer.concat([Buffer.alloc(1), bytes]).subarray(1)),
  ],
])('tensors from %s', (_, open) => {
  const file = open();

  test.each(['F32', 'F16', 'BF16', 'I32', 'I64', 'F32 special', 'F16 special', 'BF16 special'])(
    '%s: equal to the same numbers in double precision',
    (name) => {
      const [found, expected] = [file.tensor(name), file.tensor(`${name} as F64`)];
      expect(found.dtype).toBe(name.startsWith('I') ? 'int32' : 'float32');
      expect(found.shape).toEqual(expected.shape);
      expect(Array.from(found.dataSync())).toEqual(Array.from(expected.dataSync()));
    },
  );

  test('a single number, none at all, and a name beyond ASCII', () => {
    expect(file.tensor('scalar').shape).toEqual([]);
    expect(file.tensor('scalar').arraySync()).toBe(7.5);
    expect(file.tensor('empty').shape).toEqual([0, 3]);
    expect(file.tensor('größe 😀').arraySync()).toEqual([1.5]);
  });

  test('names, types and shapes are known before a tensor is read', () => {
    expect(file.tensors.size).toBe(23);
    expect(file.tensors.get('BF16')).toMatchObject({ dtype: 'BF16', shape: [3, 5] });
    expect(file.metadata['made']).toMatch(/tensor_files.py/);
  });

  test('types that tensors do not have, and integers beyond theirs, are refused by name', () => {
    for (const dtype of ['U8', 'BOOL']) expect(() => file.tensor(dtype)).toThrow(InputError);
    expect(() => file.tensor('U8')).toThrow(
      /'U8': expected numbers of type F32, F16, BF16, I32, I64, F64, received U8\. Convert/,
    );
    expect(() => file.tensor('too large')).toThrow(
      /'too large': expected I64 numbers that fit 32 bits, received 2147483648\./,
    );
    expect(() => file.tensor('too small')).toThrow(/received -2147483649\./);
  });

  test('a name that is not there is answered with those that are', () => {
    expect(() => file.tensor('w')).toThrow(InputError);
    expect(() => file.tensor('w')).toThrow(/expected .*F32.*15 more, received 'w'\. Ask for one/);
    expect(() => file.tensor('toString')).toThrow(InputError);
  });
});

test('a tensor in memory is a view where it can be: nothing is copied', () => {
  const own = Uint8Array.from(bytes);
  const { buffer } = readSafetensors(own).tensor('F32 as F64').dataSync();
  expect(buffer).toBe(own.buffer);
});

test('only the header is read, and then what is asked for', () => {
  const watched = Buffer.from(bytes);
  const reads = vi.spyOn(watched, 'subarray');
  const file = readSafetensors(watched);
  const header = Number(bytes.readBigUInt64LE(0));
  expect(reads.mock.calls).toEqual([
    [0, 8],
    [8, 8 + header],
  ]);
  file.tensor('F16');
  const begin = 8 + header + (file.tensors.get('F16')?.data_offsets[0] ?? 0);
  expect(reads.mock.calls.slice(2)).toEqual([[begin, begin + 30]]);
});

test('a file that is missing, a folder, or written since it was opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-safetensors-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  expect(() => openSafetensors(join(folder, 'none'))).toThrow(InputError);
  expect(() => openSafetensors(join(folder, 'none'))).toThrow(/a file that can be read.*ENOENT/);
  expect(() => openSafetensors(folder)).toThrow(InputError);
  const copy = join(folder, 'copy.safetensors');
  writeFileSync(copy, bytes);
  utimesSync(copy, 7, 7);
  const file = openSafetensors(copy);
  expect(file.tensor('scalar').arraySync()).toBe(7.5);
  writeFileSync(copy, bytes);
  expect(() => file.tensor('scalar')).toThrow(/expected the file that was opened/);
  writeFileSync(copy, bytes.subarray(0, 1000));
  utimesSync(copy, 7, 7);
  expect(() => file.tensor('scalar')).toThrow(/expected the file that was opened/);
  rmSync(copy);
  expect(() => file.tensor('scalar')).toThrow(InputError);
});

test('disposing of a tensor that was read leaves nothing', () => {
  const before = tf.memory().numTensors;
  readSafetensors(bytes).tensor('F16').dispose();
  expect(tf.memory().numTensors).toBe(before);
});
