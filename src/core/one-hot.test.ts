import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError } from './errors.js';
import { oneHot } from './one-hot.js';

test('a 1 at each id', () => {
  const made = oneHot(tf.tensor2d([[0, 2]], [1, 2], 'int32'), 3);
  expect(made.arraySync()).toEqual([
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  ]);
  expect(made.dtype).toBe('float32');
});

test('one class is all ones', () => {
  expect(oneHot(tf.tensor1d([0, 0], 'int32'), 1).arraySync()).toEqual([[1], [1]]);
});

test.each([3, -1])('id %i of 3 is refused', (id) => {
  const make = () => oneHot(tf.tensor1d([id], 'int32'), 3);
  expect(make).toThrow(InputError);
  expect(make).toThrow(`oneHot ids: expected whole numbers from 0 to 2, received ${id}`);
});

test('half an id is refused', () => {
  expect(() => oneHot(tf.tensor1d([0.5]), 3)).toThrow(/received 0.5/);
});
