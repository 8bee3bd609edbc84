import { expect, test } from 'vitest';
import { tensor, type TensorValue } from '../value.js';
import { differences } from './compare.js';
import { errorMapOf } from './error-map.js';

const tolerance = { absolute: 1e-12, relative: 1e-8 };
const mapOf = (expected: TensorValue, received: TensorValue, axes = '') =>
  errorMapOf(differences(expected, received, tolerance), { '': axes }, () => 'the result');

test('three steps of size, in parts of the largest right entry', () => {
  const right = tensor([2, 2], [10, 1, 1, 1]);
  const wrong = tensor([2, 2], [10, 1.9, 3, 20]);
  expect(mapOf(right, wrong, 'B U')).toEqual({
    name: 'the result',
    axes: ['B', 'U'],
    steps: [
      [0, 1],
      [2, 3],
    ],
    size: [2, 2],
  });
});

test('of more axes, the part with the first wrong entry', () => {
  const right = tensor([2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1]);
  const wrong = tensor([2, 2, 2], [1, 1, 1, 1, 1, 9, 1, 1]);
  expect(mapOf(right, wrong, 'B T U')).toMatchObject({ at: 'B = 1', axes: ['T', 'U'] });
  expect(mapOf(right, wrong)).toMatchObject({ at: 'axis 0 = 1', axes: ['axis 1', 'axis 2'] });
});

test('a vector is one row; a long one is cut', () => {
  const right = tensor([40], Array<number>(40).fill(1));
  const wrong = tensor([40], [2, ...Array<number>(39).fill(1)]);
  const map = mapOf(right, wrong, 'V');
  expect(map).toMatchObject({ axes: ['', 'V'], size: [1, 40] });
  expect(map?.steps[0]).toHaveLength(24);
});

test('there is no map where it would say no more than words', () => {
  const right = tensor([2], [1, 2]);
  expect(mapOf(right, tensor([2], [1.5, 2.5]))).toBeUndefined();
  expect(mapOf(right, tensor([1, 2], [1, 2]))).toBeUndefined();
  expect(mapOf(tensor([], [1]), tensor([], [2]))).toBeUndefined();
  expect(mapOf(right, right)).toBeUndefined();
});
