import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InputError } from './errors.js';
import { projectFile } from './files.js';
import { readSafetensors } from './safetensors.js';
import { encodeSafetensors, writeSafetensors, type TensorsToWrite } from './safetensors-writer.js';

const encoded = (content: TensorsToWrite) => Buffer.concat([...encodeSafetensors(content)]);
const fixture = (type: string) =>
  readFileSync(projectFile(`fixtures/tensors/rounded-${type}.safetensors`));

test.each(['F64', 'F32', 'F16'] as const)(
  'as %s: the bytes that Python writes, in whatever order tensors come',
  (floats) => {
    const file = readSafetensors(fixture('f64'));
    const { metadata } = file;
    const tensors = { ids: file.tensor('ids'), b: file.tensor('b'), a: file.tensor('a') };
    const expected = fixture(floats.toLowerCase());
    expect(encoded({ tensors, metadata, floats }).equals(expected)).toBe(true);
    const { a, b, ids } = tensors;
    expect(encoded({ tensors: { a, b, ids }, metadata, floats }).equals(expected)).toBe(true);
  },
);

test('what is written is read again, exactly where nothing is said of types', () => {
  const tensors = {
    'layers.0.w': tf.tensor2d([1 / 3, NaN, -Infinity, 1e300, -0, 5e-324], [2, 3]),
    'größe 😀 "\\': tf.tensor1d([2 ** 31 - 1, -(2 ** 31)], 'int32'),
    '': tf.scalar(1),
    '7': tf.zeros([0, 2]),
  };
  const metadata = { step: '7', 'größe "': 'a\nb' };
  const file = readSafetensors(encoded({ tensors, metadata }));
  expect(file.metadata).toEqual(metadata);
  expect([...file.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
  for (const [name, expected] of Object.entries(tensors)) {
    const found = file.tensor(name);
    expect([found.dtype, found.shape]).toEqual([expected.dtype, expected.shape]);
    expect(Array.from(found.dataSync())).toEqual(Array.from(expected.dataSync()));
  }
  const turned = Object.fromEntries(Object.entries(metadata).reverse());
  expect(encoded({ tensors, metadata: turned }).equals(encoded({ tensors, metadata }))).toBe(true);
  expect(readSafetensors(encoded({ tensors: {} })).tensors.size).toBe(0);
});

test('no tensor of another type, no reserved name', () => {
  const mask = tf.tensor1d([1, 0], 'bool');
  expect(() => encoded({ tensors: { mask } })).toThrow(InputError);
  expect(() => encoded({ tensors: { mask } })).toThrow(
    "writeSafetensors 'mask': expected a float32 or int32 tensor, received bool.",
  );
  const one = tf.scalar(1);
  const refused = (content: object, message: RegExp) => {
    expect(() => encoded({ tensors: {}, ...content })).toThrow(InputError);
    expect(() => encoded({ tensors: {}, ...content })).toThrow(message);
  };
  const named = (name: string, value: unknown) => Object.fromEntries([[name, value]]);
  refused({ tensors: named('__metadata__', one) }, /^writeSafetensors tensors: .* __metadata__\./);
  refused({ tensors: named('__proto__', one) }, /^writeSafetensors tensors: .* received __proto__/);
  refused({ metadata: named('__proto__', 'a') }, /^writeSafetensors metadata: .* __proto__\. Give/);
  refused({ metadata: { step: 7 } }, /^writeSafetensors metadata 'step': .* a text, .* a number\./);
  for (const floats of ['BF16', 'I32', 'toString', 16])
    refused(
      { tensors: { one }, floats },
      new RegExp(`^writeSafetensors floats: expected F64, F32, F16, received ${floats}\\. Leave`),
    );
});

test('a text may be called __metadata__', () => {
  const metadata = { __metadata__: 'a' };
  expect(readSafetensors(encoded({ tensors: {}, metadata })).metadata).toEqual(metadata);
});

test('a file is whole or is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-safetensors-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'new', 'a.safetensors');
  const good = { tensors: { w: tf.ones([3]) } };
  const freed = tf.ones([3]);
  freed.dispose();
  expect(() => {
    writeSafetensors(path, { tensors: { ...good.tensors, x: freed } });
  }).toThrow();
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  writeSafetensors(path, good);
  writeSafetensors(path, { ...good, floats: 'F16' });
  expect(readFileSync(path).equals(encoded({ ...good, floats: 'F16' }))).toBe(true);
  expect(readdirSync(join(folder, 'new'))).toEqual(['a.safetensors']);
});
