import { expect, test } from 'vitest';
import { ints, tensor, type Value } from '../value.js';
import { entriesIn, ones, rounded, smallerForms } from './smaller.js';

const args = {
  p: { w: tensor([2, 3], [1, 2, 3, 4, 5, 6]) },
  x: tensor([5, 2], [...Array(10).keys()]),
};

test('axes of one size are cut together', () => {
  expect(smallerForms(args)).toContainEqual({
    p: { w: tensor([1, 3], [1, 2, 3]) },
    x: tensor([5, 1], [0, 2, 4, 6, 8]),
  });
});

test('ids can be folded into a cut axis', () => {
  const forms = smallerForms({ ids: ints([2], [0, 4]), table: tensor([5, 1], [1, 2, 3, 4, 5]) });
  const folded = { ids: ints([2], [0, 0]), table: tensor([2, 1], [1, 2]) };
  expect(forms).toContainEqual(folded);
});

test('lists lose items, inner ones too, and never all', () => {
  const forms = smallerForms({ lines: [[5, 6, 7], [8]] });
  expect(forms).toContainEqual({ lines: [[5, 6, 7]] });
  expect(forms).toContainEqual({ lines: [[8]] });
  expect(forms).toContainEqual({ lines: [[5, 6], [8]] });
  expect(smallerForms({ lines: [[8]] })).toEqual([]);
});

test('every form has less to read', () => {
  for (const form of smallerForms(args)) expect(entriesIn(form)).toBeLessThan(entriesIn(args));
});

test('digits go, whole numbers stay', () => {
  const value: Value = { x: tensor([2], [0.123456, 1234]), step: 0.0987 };
  expect(rounded(value, 2)).toEqual({ x: tensor([2], [0.12, 1234]), step: 0.099 });
  expect(ones(tensor([2], [3, 4]))).toEqual(tensor([2], [1, 1]));
});
