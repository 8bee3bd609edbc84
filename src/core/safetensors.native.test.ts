import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { projectFile } from './files.js';
import { readSafetensors } from './safetensors.js';
import { encodeSafetensors } from './safetensors-writer.js';

const bytes = Uint8Array.from(readFileSync(projectFile('fixtures/tensors/every-type.safetensors')));
const file = readSafetensors(bytes);

test('in single precision F32 and I32 are views of the bytes', () => {
  for (const name of ['F32', 'I32']) expect(file.tensor(name).dataSync().buffer).toBe(bytes.buffer);
  expect(file.tensor('F16').dataSync().buffer).not.toBe(bytes.buffer);
});

test('in single precision doubles are refused by name', () => {
  expect(() => file.tensor('F32 as F64')).toThrow(
    /'F32 as F64': expected numbers of type .*I64, received F64/,
  );
});

test('half precision computes, and is written as it was', () => {
  const [half, brain] = [file.tensor('F16'), file.tensor('BF16')];
  const gap = tf.max(tf.abs(tf.sub(half, file.tensor('F32')))).dataSync()[0];
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThan(2e-3);
  const again = readSafetensors(
    Buffer.concat([...encodeSafetensors({ tensors: { half, brain }, floats: 'F16' })]),
  );
  expect(again.tensor('half').dataSync()).toEqual(half.dataSync());
  expect(
    readSafetensors(Buffer.concat([...encodeSafetensors({ tensors: { brain } })]))
      .tensor('brain')
      .dataSync(),
  ).toEqual(brain.dataSync());
});
