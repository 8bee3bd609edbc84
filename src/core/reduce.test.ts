import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { InputError, ShapeError } from './errors.js';
import { mul } from './ops.js';
import { max, mean, sum } from './reduce.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const rng = makeRng(12);
const x = rng.normalTensor<tf.Rank.R3>([2, 3, 5]);
const m = rng.normalTensor<tf.Rank.R2>([3, 5]);

test.each<[string, (x: tf.Tensor3D) => tf.Tensor]>([
  ['sum', (a) => sum('B T D -> T', a)],
  ['mean', (a) => mean('B T D -> B 1 D', a)],
  ['max', (a) => max('B T D -> B', a)],
  ['all of them', (a) => mean('B T D -> ', a)],
  ['sum over rows', (a) => sum('... D -> ...', a)],
  ['mean over rows', (a) => mean('... D -> ... 1', a)],
  ['max over rows', (a) => max('... D -> ... 1', a)],
  ['sum over leading axes', (a) => sum('... D -> D', a)],
])('%s has the gradient that central differences give', (_, f) => {
  expect(gradientGap(f, x)).toBeLessThan(1e-7);
});

test('a sum keeps what its result names', () => {
  const nested = x.arraySync();
  const made = sum('B T D -> T', x).arraySync();
  const byHand = [0, 1, 2].map((t) =>
    nested.reduce((total, row) => total + (row[t] ?? []).reduce((a, b) => a + b, 0), 0),
  );
  made.forEach((value, t) => {
    expect(value).toBeCloseTo(byHand[t] ?? NaN, 12);
  });
  expect(max('B T D -> B 1 D', x).shape).toEqual([2, 1, 5]);
  expect(sum('B T D -> B 1', x).shape).toEqual([2, 1]);
  expect(sum('B T D -> 1 B T', x).shape).toEqual([1, 2, 3]);
  expect(mean('B T D -> ', x).shape).toEqual([]);
  expect(sum('B T -> B T', m)).toBe(m);
});

test('leading axes may be any', () => {
  expect(gap(sum('... D -> ... 1', x), tf.sum(x, 2, true))).toBe(0);
  expect(gap(max('... D -> ...', m), tf.max(m, 1))).toBe(0);
  expect(gap(mean('... D -> D', x), tf.mean(x, [0, 1]))).toBe(0);
  expect(gap(sum('... T D -> ... D', x), tf.sum(x, 1))).toBe(0);
  expect(sum('... D -> ...', tf.zeros<tf.Rank.R1>([5])).shape).toEqual([]);
  expect(sum('... D -> ... 1', tf.zeros<tf.Rank.R4>([2, 3, 5, 7])).shape).toEqual([2, 3, 5, 1]);
  expect(() => sum('... T D -> ... T', tf.zeros<tf.Rank.R1>([5]))).toThrow(ShapeError);
});

test('equal maxima share the gradient evenly', () => {
  const tied = tf.tensor2d([
    [2, 2, 0, 2],
    [1, 0, 1, 0],
  ]);
  const shares = tf.grad((t) => sum('B -> ', mul(max('B T -> B', t as tf.Tensor2D), 6)))(tied);
  expect(shares.arraySync()).toEqual([
    [2, 2, 0, 2],
    [3, 0, 3, 0],
  ]);
  const ofAll = tf.grad((t) => max('B T -> ', t as tf.Tensor2D))(tf.ones([2, 2]));
  expect(ofAll.arraySync()).toEqual([
    [0.25, 0.25],
    [0.25, 0.25],
  ]);
});

test('a sum refuses to turn axes round, and to name one it does not have', () => {
  expect(() => sum('B T -> T B', m)).toThrow(InputError);
  expect(() => sum('B T -> D', m)).toThrow(/rearrange changes it/);
  // @ts-expect-error NumPy's order of arguments, as untyped code may write it
  expect(() => sum(m, 0)).toThrow(/received a tensor\. Write sum\('B F -> F', x\)/);
  for (const f of [sum, mean, max])
    expect(() => f('B T -> B', x as unknown as tf.Tensor2D)).toThrow(
      `${f.name} 'B T -> B': expected [B, T], received [2, 3, 5].`,
    );
});

test('a spec has one arrow, with a space on each side', () => {
  const anySpec = sum as (spec: string, x: tf.Tensor) => tf.Tensor;
  for (const spec of ['B T', 'B T -> B -> ', 'B T->B', 'B T ->'])
    expect(() => anySpec(spec, m)).toThrow(/^sum spec: .* with a space on each side of one arrow/);
  for (const spec of ['B  T -> B', 'B T -> B ', '(B T) -> B', 'B T -> B(T'])
    expect(() => anySpec(spec, m)).toThrow(/^sum spec: .* separated by single spaces/);
});

test('an axis may have a name that every record knows', () => {
  expect(gap(sum('toString constructor -> toString', m), tf.sum(m, 1))).toBe(0);
});

test('a sum of nothing is 0; a mean and a maximum of nothing are refused', () => {
  const none = tf.zeros<tf.Rank.R2>([2, 0]);
  expect(sum('B T -> B', none).arraySync()).toEqual([0, 0]);
  const slope = tf.grad((x) => sum('B T -> ', x as tf.Tensor2D));
  expect(slope(none).shape).toEqual([2, 0]);
  for (const f of [mean, max]) {
    expect(() => f('B T -> B', none)).toThrow(InputError);
    expect(() => f('B T -> ', none)).toThrow(
      `${f.name} x: expected at least one number, received none in [2, 0]. Leave out what is empty.`,
    );
    expect(f('B T -> T', none).shape).toEqual([0]);
    expect(f('B T -> B T', none)).toBe(none);
  }
});

test('types tell the rank that comes out', () => {
  expectTypeOf(sum('B T -> B', m)).toEqualTypeOf<tf.Tensor1D>();
  expectTypeOf(mean('... D -> ...', x)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(max('... D -> ... 1', x)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(sum('... D -> D', x)).toEqualTypeOf<tf.Tensor1D>();
  const shares = <R extends tf.Rank>(a: tf.Tensor<R>): tf.Tensor<R> => max('... D -> ... 1', a);
  expectTypeOf(shares(m)).toEqualTypeOf<tf.Tensor2D>();
});
