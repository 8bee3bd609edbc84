import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { ShapeError } from './errors.js';
import * as ops from './ops.js';
import { makeRng } from './rng.js';
import { gradientGap } from './testing/gradient-gap.js';

const rng = makeRng(11);
const x = rng.normalTensor<tf.Rank.R3>([2, 3, 5]);
const m = rng.uniformTensor<tf.Rank.R2>([3, 5], 0.5, 2);

test.each<[string, (x: tf.Tensor2D) => tf.Tensor]>([
  ['add', (a) => ops.add(a, m)],
  ['add of three', (a) => ops.add(a, m, ops.mul(a, a), 2)],
  ['mul of four', (a) => ops.mul(a, m, 3, a)],
  ['sub', (a) => ops.sub(m, a)],
  ['mul', (a) => ops.mul(a, m)],
  ['div', (a) => ops.div(m, a)],
  ['div by a number', (a) => ops.div(a, 3)],
  ['rsub', (a) => ops.rsub(1, a)],
  ['neg', ops.neg],
  ['exp', ops.exp],
  ['log', ops.log],
  ['square', ops.square],
  ['sqrt', ops.sqrt],
  ['tanh', ops.tanh],
  ['sigmoid', ops.sigmoid],
  ['relu', (a) => ops.relu(ops.sub(a, 1))],
  ['transpose', ops.transpose],
  ['concat', (a) => ops.concat([a, m, a], 1)],
  ['stack', (a) => ops.stack([m, a, a], 1)],
  ['unstack and stack', (a) => ops.stack(ops.unstack(a, 1).reverse(), 0)],
  ['split', (a) => ops.mul(ops.split(ops.mul(ops.concat([a, m]), 3), 2, 0)[1], m)],
  ['split and concat', (a) => ops.concat(ops.split(ops.concat([a, m], 1), 2, 1).reverse(), 1)],
])('%s has the gradient that central differences give', (_, f) => {
  expect(gradientGap(f, rng.uniformTensor<tf.Rank.R2>([3, 5], 0.5, 2))).toBeLessThan(1e-7);
});

test('broadcasting gives its gradient back to the smaller operand', () => {
  const row = rng.normalTensor<tf.Rank.R1>([5]);
  expect(gradientGap((b: tf.Tensor1D) => ops.mul(ops.add(m, b), m), row)).toBeLessThan(1e-7);
});

test('types tell the rank that comes out', () => {
  const row = tf.zeros<tf.Rank.R1>([5]);
  expectTypeOf(ops.add(row, m)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(ops.mul(m, row)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(ops.div(m, 2)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(ops.add(row, m, x)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(ops.add(row, 1, row)).toEqualTypeOf<tf.Tensor1D>();
  expectTypeOf(ops.mul(m, x, 2, m)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(ops.add(tf.scalar(1), row)).toEqualTypeOf<tf.Tensor1D>();
  expectTypeOf(ops.mul(tf.scalar(1), 2, m)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(ops.sub(tf.scalar(1), row)).toEqualTypeOf<tf.Tensor1D>();
  expectTypeOf(ops.div(tf.scalar(1), 2)).toEqualTypeOf<tf.Scalar>();
  // @ts-expect-error the sum with a rank-3 tensor has rank 3
  const wrong: tf.Tensor2D = ops.add(m, x);
  expect(wrong.shape).toEqual([2, 3, 5]);
  // @ts-expect-error one operand is no sum
  ops.add(m);
  expectTypeOf(ops.stack([m, m])).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(ops.unstack(x, 1)).toEqualTypeOf<tf.Tensor2D[]>();
});

test('a bias or a gain keeps the rank of rows that is not known', () => {
  const affine = <R extends tf.Rank>(a: tf.Tensor<R>): tf.Tensor<R> => {
    const row = tf.ones<tf.Rank.R1>([5]);
    return ops.sub(ops.add(ops.mul(ops.div(a, row), row, 2), row, 1), tf.scalar(1));
  };
  expectTypeOf(affine(x)).toEqualTypeOf<tf.Tensor3D>();
  expect(affine(x).shape).toEqual([2, 3, 5]);
});

test('operands are added and multiplied one after the other', () => {
  expect(ops.add(tf.scalar(1), 2, tf.tensor1d([3, 4]), 5).arraySync()).toEqual([11, 12]);
  expect(ops.mul(tf.tensor1d([1, 2]), 2, tf.scalar(3)).arraySync()).toEqual([6, 12]);
});

test('a quotient of whole numbers is not rounded', () => {
  const int = (value: number) => tf.tensor1d([value], 'int32');
  expect(ops.div(int(1), int(2)).arraySync()).toEqual([0.5]);
  expect(ops.div(int(-1), int(2)).arraySync()).toEqual([-0.5]);
  expect(ops.div(int(7), 2).arraySync()).toEqual([3.5]);
  expect(ops.div(tf.tensor1d([7]), int(2)).arraySync()).toEqual([3.5]);
});

test('a sequence of one step is taken apart and has its gradient', () => {
  const one = rng.normalTensor<tf.Rank.R3>([2, 1, 5]);
  expect(ops.unstack(one, 1).map(({ shape }) => shape)).toEqual([[2, 5]]);
  const step = (a: tf.Tensor3D) => ops.stack(ops.unstack(a, 1), 1);
  expect(gradientGap(step, one)).toBeLessThan(1e-7);
});

test('equal parts lie one behind the other, and an axis that does not divide is refused', () => {
  const [first, second] = ops.split(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]), 2, 1);
  expect(first.arraySync()).toEqual([
    [1, 2],
    [5, 6],
  ]);
  expect(second.arraySync()).toEqual([
    [3, 4],
    [7, 8],
  ]);
  expectTypeOf(ops.split(x, 3, 1)).toEqualTypeOf<[tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]>();
  expect(() => ops.split(m, 2, 1)).toThrow(
    'split x: expected an axis 1 that 2 divides, received [3, 5].',
  );
  expect(() => ops.split(m, 3, 2)).toThrow(ShapeError);
});

test('nothing cannot be stacked', () => {
  expect(() => ops.stack([])).toThrow(/at least one tensor, received none/);
});

test.each([
  ['add', (a: tf.Tensor2D, b: tf.Tensor2D) => ops.add(a, b)],
  ['sub', (a: tf.Tensor2D, b: tf.Tensor2D) => ops.sub(a, b)],
  ['mul', (a: tf.Tensor2D, b: tf.Tensor2D) => ops.mul(a, b)],
  ['div', (a: tf.Tensor2D, b: tf.Tensor2D) => ops.div(a, b)],
] as const)('%s of shapes that do not broadcast says so', (name, op) => {
  expect(() => op(tf.zeros([2, 5]), tf.zeros([2, 4]))).toThrow(ShapeError);
  expect(() => op(tf.zeros([2, 5]), tf.zeros([2, 4]))).toThrow(
    `${name} operands: expected shapes that broadcast, received [2, 5] and [2, 4]. Give both the same size, or 1, along each axis from the last.`,
  );
  expect(op(tf.zeros([2, 5]), tf.zeros([1, 5])).shape).toEqual([2, 5]);
});
