import { expect, test } from 'vitest';
import { ints, tensor } from '../../grader/value.js';
import { filled, fitted, largest } from './trivial-forms.js';

const form = { h: tensor([1, 2], [3, 4]), ids: ints([2], [5, 6]), score: 7, tags: ['O', true] };

test('a form is filled with one number', () => {
  expect(filled(form, 1)).toEqual({
    h: tensor([1, 2], [1, 1]),
    ids: ints([2], [1, 1]),
    score: 1,
    tags: ['', true],
  });
});

test('tensors of a form are taken from the first candidate of their shape', () => {
  const candidates = [2, tensor([2], [8, 9]), tensor([2], [1, 1])];
  expect(fitted(form, candidates)).toEqual({
    h: tensor([1, 2], [0, 0]),
    ids: ints([2], [8, 9]),
    score: 0,
    tags: ['', false],
  });
});

test('the largest of each row is marked', () => {
  const scores = tensor([2, 3], [1, 3, 2, 9, 0, 0]);
  const zeros = tensor([2, 3], new Float64Array(6));
  expect(largest(zeros, [scores])).toEqual(tensor([2, 3], [0, 1, 0, 1, 0, 0]));
});
