import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { Handle, ints, tensor, TensorValue, type Value } from '../value.js';
import { literal } from './literal.js';

/** What a literal makes. Types are no JavaScript. */
function made(value: Value): unknown {
  const text = literal(value, () => 'named').replaceAll(/<tf\.Rank\.R\d>/g, '');
  // What the literal makes is the question.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('tf', 'named', `return (${text});`) as (...args: unknown[]) => unknown;
  return make(tf, 'a function');
}

test.each([
  tensor([], [3]),
  tensor([2, 3], [0.1, -2, 1e-7, 12345678, 0, 0.30000001192092896]),
  tensor([2, 1, 2], [1, 2, 3, 4]),
  ints([2], [1, 2]),
  ints([1, 2], [1, 2]),
  new TensorValue('bool', [2], Float64Array.of(1, 0)),
  tensor([0, 3], []),
  tensor([1], [NaN]),
])('a tensor comes out as it went in: %o', (value) => {
  const x = made(value) as tf.Tensor;
  expect([x.dtype, x.shape]).toEqual([value.dtype, value.shape]);
  const asFloats = (data: ArrayLike<number>) => Array.from(data, Math.fround);
  expect(asFloats(x.dataSync())).toEqual(asFloats(value.data));
});

test('plain values, lists, records, functions', () => {
  const value = { 'a b': [1, 'it\'s "so"\n'], c: { d: null, e: undefined }, f: new Handle(1) };
  expect(made(value)).toEqual({ ...value, f: 'a function' });
  expect(made({})).toEqual({});
});

test('what is long is broken into lines', () => {
  const text = literal(tensor([3, 5], Array<number>(15).fill(-0.123456789)), () => '');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
  expect(text.split('\n').length).toBeGreaterThan(2);
});
