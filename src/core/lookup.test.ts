import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError } from './errors.js';
import { lookup } from './lookup.js';
import { oneHot } from './one-hot.js';
import { makeRng } from './rng.js';
import { gradientGap } from './testing/gradient-gap.js';

const table = makeRng(3).normalTensor<tf.Rank.R2>([5, 3]);

test('rows by id, in the shape of the ids', () => {
  const ids = tf.tensor2d([[4, 0, 4, 1]], [1, 4], 'int32');
  const rows = table.arraySync();
  expect(lookup(table, ids).arraySync()).toEqual([[rows[4], rows[0], rows[4], rows[1]]]);
});

test('a row that is used twice gathers both gradients; one that is not used, none', () => {
  const ids = tf.tensor2d(
    [
      [4, 0, 4],
      [4, 1, 1],
    ],
    [2, 3],
    'int32',
  );
  expect(gradientGap((t: tf.Tensor2D) => lookup(t, ids), table)).toBeLessThan(1e-7);
  const uses = tf.grad((t) => tf.sum(lookup(t as tf.Tensor2D, ids)))(table);
  expect(tf.unstack(uses, 1)[0]?.arraySync()).toEqual([1, 2, 0, 0, 3]);
});

test('it is the product with rows of one 1', () => {
  const ids = tf.tensor1d([3, 1], 'int32');
  expect(lookup(table, ids).arraySync()).toEqual(tf.matMul(oneHot(ids, 5), table).arraySync());
});

test.each([5, -1, 0.5, NaN])('id %d is refused with the range', (id) => {
  const ids = tf.tensor1d([0, id], 'float32');
  expect(() => lookup(table, ids)).toThrow(InputError);
  expect(() => lookup(table, ids)).toThrow(
    `lookup ids: expected whole numbers from 0 to 4, received ${id}`,
  );
});

test('its gradient can be differentiated again', () => {
  const ids = tf.tensor1d([0], 'int32');
  const cubes = (t: tf.Tensor) => tf.sum(tf.pow(lookup(t as tf.Tensor2D, ids), 3));
  const slope = tf.grad(cubes);
  const curvature = tf.grad((t) => tf.sum(slope(t)))(tf.tensor2d([[2], [7]]));
  expect(curvature.arraySync()).toEqual([[12], [0]]);
});
