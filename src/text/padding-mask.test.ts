import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { padBatch } from './batches.js';
import { paddingMask } from './padding-mask.js';

test('is the mask that a batch was padded with, as numbers to multiply with', () => {
  const { ids, mask } = padBatch([[5, 6, 7], [8], [], [1, 30521]]);
  const made = paddingMask(ids);
  expect(made.dtype).toBe('float32');
  expect(made.arraySync()).toEqual(mask.arraySync());
  expect(paddingMask(tf.zeros([0, 3], 'int32')).shape).toEqual([0, 3]);
});

test('padding need not stand at the end', () => {
  const ids = tf.tensor2d([[0, 3, 0, 1]], [1, 4], 'int32');
  expect(paddingMask(ids).arraySync()).toEqual([[0, 1, 0, 1]]);
});

test('a row alone is refused', () => {
  const row: tf.Tensor = tf.tensor1d([1, 0], 'int32');
  expect(() => paddingMask(row as tf.Tensor2D)).toThrow(
    'paddingMask ids: expected [B, T], received [2].',
  );
});
