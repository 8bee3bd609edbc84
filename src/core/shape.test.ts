import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { axisDisagrees, ShapeError, wrongRank } from './errors.js';
import { shape } from './shape.js';

const x = tf.zeros<tf.Rank.R3>([2, 3, 5]);

test('sizes by letter', () => {
  expect(shape('B T D', x, 'f x')).toMatchObject({ B: 2, T: 3, D: 5 });
  expect(shape('', tf.scalar(1), 'f x')).not.toHaveProperty('B');
});

test('another rank is named with both shapes', () => {
  const matrix: () => unknown = () => shape('B I', x as unknown as tf.Tensor2D, 'f x');
  expect(matrix).toThrow(ShapeError);
  expect(matrix).toThrow(wrongRank('f x', ['B', 'I'], [2, 3, 5]));
  expect(matrix).toThrow('f x: expected [B, I], received [2, 3, 5]. Pass a tensor with 2 axes.');
  expect(() => shape('', tf.zeros([2]) as unknown as tf.Scalar, 'f x')).toThrow(ShapeError);
  const number: () => unknown = () => shape('B', tf.scalar(1) as unknown as tf.Tensor1D, 'f x');
  expect(number).toThrow('expected [B], received [], a single number. Pass a tensor with 1 axis.');
});

test('a letter that stands twice, or is known, has one size', () => {
  expect(() => shape('B B', tf.zeros<tf.Rank.R2>([2, 3]), 'f x')).toThrow(
    axisDisagrees('f x', 'B', 2, 3),
  );
  expect(() => shape('B T D', x, 'f x', { D: 7 })).toThrow(axisDisagrees('f x', 'D', 7, 5));
  expect(() => shape('B 1 D', x, 'f x')).toThrow(axisDisagrees('f x', '1', 1, 3));
});
