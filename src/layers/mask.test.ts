import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { padBatch } from '../text/batches.js';
import { bothMasks, causalMask, keysMask, paddingLast, paddingMask, prefixMask } from './mask.js';

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

describe('masks of attention', () => {
  const rows = (mask: tf.Tensor4D) => mask.arraySync();

  test('keysMask stands for all heads and queries of its row', () => {
    const mask = tf.tensor2d([
      [1, 1, 0],
      [1, 0, 0],
    ]);
    expect(rows(keysMask(mask))).toEqual([[[[1, 1, 0]]], [[[1, 0, 0]]]]);
  });

  test('causalMask hides what comes later', () => {
    expect(rows(causalMask({ T: 3 }))).toEqual([
      [
        [
          [1, 0, 0],
          [1, 1, 0],
          [1, 1, 1],
        ],
      ],
    ]);
    expect(causalMask({ T: 3 }).dtype).toBe('float32');
  });

  test('causalMask counts from where the queries begin', () => {
    expect(rows(causalMask({ T: 2, S: 5 }, 2))).toEqual([
      [
        [
          [1, 1, 1, 0, 0],
          [1, 1, 1, 1, 0],
        ],
      ],
    ]);
    expect(rows(causalMask({ T: 1, S: 4 }, tf.tensor1d([2, 0], 'int32')))).toEqual([
      [[[1, 1, 1, 0]]],
      [[[1, 0, 0, 0]]],
    ]);
  });

  test('prefixMask opens a prefix to all, and is causal after it', () => {
    expect(rows(prefixMask({ T: 3 }, tf.tensor1d([2, 0], 'int32')))).toEqual([
      [
        [
          [1, 1, 0],
          [1, 1, 0],
          [1, 1, 1],
        ],
      ],
      [
        [
          [1, 0, 0],
          [1, 1, 0],
          [1, 1, 1],
        ],
      ],
    ]);
  });

  test('masks that do not fit are refused', () => {
    expect(() => bothMasks(causalMask({ T: 3 }), causalMask({ T: 2 }))).toThrow(
      'bothMasks b: expected a mask that broadcasts with [1, 1, 3, 3], received [1, 1, 2, 2].',
    );
    const late = tf.tensor2d([
      [1, 1],
      [0, 1],
    ]);
    expect(() => paddingLast(late, 'tagger mask', { B: 2, T: 2 })).toThrow(
      'tagger mask: expected padding only after the tokens of a row, received padding before the token at [1, 1].',
    );
    expect(() => paddingLast(late, 'tagger mask', { B: 2, T: 3 })).toThrow(/^tagger mask: /);
    const right = paddingMask(
      tf.tensor2d(
        [
          [3, 0],
          [0, 0],
        ],
        undefined,
        'int32',
      ),
    );
    expect(paddingLast(right, 'tagger mask', { B: 2, T: 2 })).toBe(right);
  });

  test('bothMasks broadcasts', () => {
    const keys = keysMask(tf.tensor2d([[1, 0, 1]]));
    expect(rows(bothMasks(keys, causalMask({ T: 3 })))).toEqual([
      [
        [
          [1, 0, 0],
          [1, 0, 0],
          [1, 0, 1],
        ],
      ],
    ]);
  });
});
