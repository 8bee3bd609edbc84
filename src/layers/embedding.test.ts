import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { initEmbedding, meanOfEmbeddings } from './embedding.js';

const table = makeRng(22).normalTensor<tf.Rank.R2>([7, 3]);
const ints = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

test('the table has the gradient that central differences give', () => {
  const ids = ints([
    [4, 4, 0, 1],
    [0, 0, 0, 0],
  ]);
  expect(gradientGap((t: tf.Tensor2D) => meanOfEmbeddings(t, ids), table)).toBeLessThan(1e-7);
});

test('padding changes nothing, wherever it stands; neither does the order of words', () => {
  const plain = meanOfEmbeddings(table, ints([[4, 5, 1]]));
  expect(gap(meanOfEmbeddings(table, ints([[4, 5, 1, 0, 0]])), plain)).toBeLessThan(1e-15);
  expect(gap(meanOfEmbeddings(table, ints([[0, 1, 0, 5, 4]])), plain)).toBeLessThan(1e-15);
});

test('a row of padding alone gives zeros, and no gradient', () => {
  const nothing = ints([[0, 0]]);
  expect(meanOfEmbeddings(table, nothing).arraySync()).toEqual([[0, 0, 0]]);
  const used = tf.grad((t) => tf.sum(meanOfEmbeddings(t as tf.Tensor2D, nothing)))(table);
  expect(tf.max(tf.abs(used)).dataSync()[0]).toBe(0);
});

test('an id out of the vocabulary is refused', () => {
  expect(() => meanOfEmbeddings(table, ints([[1, 7]]))).toThrow(InputError);
  expect(() => meanOfEmbeddings(table, ints([[1, 7]]))).toThrow(/from 0 to 6, received 7/);
});

test('ids of another rank are refused', () => {
  const flat = tf.tensor1d([1, 2], 'int32') as unknown as tf.Tensor2D;
  expect(() => meanOfEmbeddings(table, flat)).toThrow();
});

test('first vectors have length 1 on the average', () => {
  const made = initEmbedding({ vocabularySize: 500, width: 20 }, makeRng(2));
  expect(made.shape).toEqual([500, 20]);
  const square = tf.mean(tf.sum(tf.square(made), 1)).dataSync()[0] ?? NaN;
  // Its standard error is sqrt(2 / 20 / 500).
  expect(Math.abs(square - 1)).toBeLessThan(6 * Math.sqrt(2 / 20 / 500));
});
