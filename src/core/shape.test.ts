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

test('leading axes may be any; what is no tensor is named', () => {
  expect(shape('... D', x, 'f x')).toEqual({ D: 5, '1': 1 });
  expect(shape('... T D', x, 'f x', { D: 5 })).toMatchObject({ T: 3, D: 5 });
  expect(shape('... D', tf.zeros([4]), 'f x')).toMatchObject({ D: 4 });
  expect(() => shape('... D', x, 'f x', { D: 7 })).toThrow(axisDisagrees('f x', 'D', 7, 5));
  expect(() => shape('... D', tf.scalar(1), 'f x')).toThrow(
    'f x: expected [..., D], received [], a single number. Pass a tensor with at least 1 axis.',
  );
  const wrong: [unknown, string][] = [
    [undefined, 'undefined'],
    [[1, 2], 'a list'],
    [{ x }, 'a record'],
    [3, 'a number'],
  ];
  for (const [value, words] of wrong)
    expect(() => shape('B T D', value as tf.Tensor3D, 'f x')).toThrow(
      `f x: expected [B, T, D], received ${words}. Pass a tensor.`,
    );
});

test('a letter may have a name that every record knows', () => {
  expect(shape('constructor T D', x, 'f x')).toMatchObject({ constructor: 2 });
});

test('axes are separated by single spaces', () => {
  for (const wrong of ['B  T D', 'B,T,D', 'B T ...', 'B T D '])
    expect(() => shape(wrong, x, 'f x')).toThrow(/^shape spec: .*names separated by single spaces/);
  expect(() => shape(x as never, 'B T D' as never, 'f x')).toThrow(/^shape spec: .* a tensor\./);
});
