import { expect, test } from 'vitest';
import { valueTolerance } from '../checks/checks.js';
import { ints, tensor, type Value } from '../value.js';
import { differences } from './compare.js';
import { explain } from './explain.js';

const kinds = (expected: Value, received: Value) =>
  differences(expected, received, valueTolerance).map(({ kind, path }) => `${kind} ${path}`.trim());

const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

test('equal values agree, within the tolerance of their scale', () => {
  expect(kinds(x, tensor([2, 3], [1 + 1e-9, 2, 3, 4, 5, 6]))).toEqual([]);
  expect(kinds({ a: x, b: [1, 'two', true, null] }, { a: x, b: [1, 'two', true, null] })).toEqual(
    [],
  );
  expect(kinds(undefined, undefined)).toEqual([]);
});

test('an entry beyond the tolerance is found', () => {
  const [found] = differences(x, tensor([2, 3], [1, 2, 3, 4, 5, 6.001]), valueTolerance);
  expect(found).toMatchObject({ kind: 'entries', wrong: [5] });
});

test('shape, dtype and structure come before values', () => {
  expect(kinds(x, tensor([3, 2], [1, 2, 3, 4, 5, 6]))).toEqual(['shape']);
  expect(kinds(x, tensor([6], [1, 2, 3, 4, 5, 6]))).toEqual(['shape']);
  expect(kinds(x, tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]))).toEqual(['shape']);
  expect(kinds(x, ints([2, 3], [1, 2, 3, 4, 5, 6]))).toEqual(['dtype']);
  expect(kinds(x, undefined)).toEqual(['structure']);
  expect(kinds(x, [[1, 2, 3]])).toEqual(['structure']);
  expect(kinds(3, tensor([], [3]))).toEqual(['structure']);
  expect(kinds(3, '3')).toEqual(['structure']);
  expect(kinds([1, 2], [1, 2, 3])).toEqual(['length']);
  expect(kinds({ a: 1 }, { b: 1 })).toEqual(['key']);
  expect(kinds({ a: 1 }, { a: 1, b: 2 })).toEqual(['key']);
});

test('other keys than the contract names are told', () => {
  const expected = { dw: 1, db: 2 };
  const found = differences(expected, { w: 1, b: 2 }, valueTolerance);
  const wording = {
    checked: 'contract',
    tolerance: valueTolerance,
    axes: {},
    nameOf: (path: string) => path,
  };
  expect(explain(found, expected, wording)).toContain("expected a key 'dw', received only w, b.");
});

test('an inherited key is no key', () => {
  expect(kinds({ toString: 1 }, {})).toEqual(['key']);
});

test('a key that is there but undefined does not stand for a tensor', () => {
  expect(kinds({ dw: x }, { dw: undefined })).toEqual(['structure dw']);
});

test('NaN and infinity pass only where the reference has the same', () => {
  const nan = tensor([2], [NaN, 1]);
  expect(kinds(tensor([2], [0, 1]), nan)).toEqual(['nonfinite']);
  expect(kinds(nan, tensor([2], [0, 1]))).toEqual(['nonfinite']);
  expect(kinds(nan, nan)).toEqual([]);
  expect(kinds(tensor([1], [Infinity]), tensor([1], [-Infinity]))).toEqual(['entries']);
  expect(kinds(tensor([1], [-Infinity]), tensor([1], [NaN]))).toEqual(['entries']);
  expect(kinds(1, NaN)).toEqual(['plain']);
  expect(kinds(1, Infinity)).toEqual(['plain']);
});

test('fewer entries than the shape promises never agree', () => {
  expect(kinds(x, tensor([2, 3], [1, 2, 3, 4]))).not.toEqual([]);
  expect(kinds(tensor([2], [0, 0]), tensor([2], []))).not.toEqual([]);
});

test('zeros do not pass for a small gradient', () => {
  const small = tensor([2], [3e-6, -2e-6]);
  expect(kinds(small, tensor([2], [0, 0]))).toEqual(['entries']);
});

test('whole numbers must be the same', () => {
  expect(kinds(ints([2], [3, 4]), ints([2], [3, 5]))).toEqual(['entries']);
  expect(kinds(7, 8)).toEqual(['plain']);
  expect(kinds(0, -0)).toEqual([]);
});
