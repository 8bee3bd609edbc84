import { expect, test } from 'vitest';
import { valueTolerance } from '../checks/checks.js';
import { tensor, type TensorValue } from '../value.js';
import { errorText } from './describe.js';
import { structuralHint } from './structure.js';
import { whereWrong } from './where.js';

const wrongIn = (shape: readonly number[], isWrong: (...place: number[]) => boolean) => {
  const [B = 1, T = 1, U = 1] = shape;
  const wrong: number[] = [];
  for (let b = 0; b < B; b++)
    for (let t = 0; t < T; t++)
      for (let u = 0; u < U; u++) if (isWrong(b, t, u)) wrong.push((b * T + t) * U + u);
  return whereWrong(wrong, shape, 'B T U');
};

test('places are named by their axis', () => {
  expect(wrongIn([2, 5, 3], () => true)).toBe('');
  expect(wrongIn([2, 5, 3], (_b, t) => t === 4)).toBe(
    'The wrong entries lie only at T = 4 (the last)',
  );
  expect(wrongIn([2, 5, 3], (_b, t) => t > 0)).toBe(
    'The wrong entries lie at every T but the first',
  );
  expect(wrongIn([2, 5, 3], (b, t) => b === 1 && t < 4)).toBe(
    'The wrong entries lie only at B = 1 (the last), and there at every T but the last',
  );
  expect(wrongIn([2, 5, 6], (_b, _t, u) => u >= 2 && u < 4)).toBe(
    'The wrong entries lie only at U = 2 to 3 (block 2 of 3)',
  );
  expect(wrongIn([2, 5, 3], (b, t, u) => (b + t + u) % 2 === 0)).toBe(
    'The wrong entries lie along every axis',
  );
});

const x = tensor([2, 3], [1, 2, 3, 4, 5, 7]);
const hint = (received: TensorValue) => structuralHint(x, received, valueTolerance);
const made = (f: (value: number) => number) => tensor(x.shape, x.data.map(f));

test('a wrong tensor that is a simple function of the right one is named', () => {
  expect(hint(tensor([3, 2], [1, 4, 2, 5, 3, 7]))).toMatch(/transpose/);
  expect(hint(made((value) => -value))).toMatch(/negative/);
  expect(hint(made((value) => 6 * value))).toMatch(/exactly 6 times .* sum where a mean/);
  expect(hint(made((value) => value / 3))).toMatch(/exactly 1\/3 .* mean where a sum/);
  expect(hint(made((value) => 0.7 * value))).toMatch(/same multiple, 0.7, of/);
  expect(hint(made((value) => value + 2))).toMatch(/by the same amount, 2.$/);
  expect(hint(made(() => 0))).toBe('Every entry is 0.');
});

test('a hundred times is a percentage, and no factor is said that would give the right value away', () => {
  const one = (value: number, received: number) =>
    structuralHint(tensor([], [value]), tensor([], [received]), valueTolerance);
  expect(one(0.75, 75)).toMatch(/exactly 100 times .* percentage where a fraction/);
  expect(one(75, 0.75)).toMatch(/exactly 1\/100 .* fraction where a percentage/);
  expect(one(0.7612345678, -1e13)).toBeUndefined();
  expect(one(0.7612345678, 1e13)).toBeUndefined();
  expect(one(0.7612345678, 1e-9)).toBeUndefined();
  expect(hint(made((value) => 0.7612345678 * value))).toMatch(/same multiple, 0.76, of/);
});

test('how far a tensor is off is said in two digits, up to ten times its own length', () => {
  const off = (received: number) => errorText(tensor([], [0.75]), tensor([], [received]));
  expect(off(0.5)).toBe('wrong by 33 %');
  expect(off(3.14)).toBe('wrong by 320 %');
  expect(off(0.7499)).toBe('wrong by 0.013 %');
  expect(off(-1e13)).toBe('wrong by more than 1000 %');
});

test('nothing is said about a near miss', () => {
  expect(hint(made((value) => (value === 7 ? 7.001 : -value)))).toBeUndefined();
  expect(hint(made((value) => value * value))).toBeUndefined();
});
