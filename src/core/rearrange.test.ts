import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { axisDisagrees, InputError, ShapeError } from './errors.js';
import { rearrange } from './rearrange.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const [B, T, H, K] = [2, 3, 5, 7] as const;
const rng = makeRng(41);
const x = rng.normalTensor<tf.Rank.R3>([B, T, H * K]);

test('heads come out of the width, the first axis in parentheses outermost', () => {
  const heads = rearrange('B T (H K) -> B H T K', x, { H });
  const [wide, apart] = [x.bufferSync(), heads.bufferSync()];
  expect(heads.shape).toEqual([B, H, T, K]);
  for (const [b, t, h, k] of [
    [0, 0, 0, 0],
    [1, 2, 3, 4],
    [0, 1, 4, 6],
  ] as const)
    expect(apart.get(b, h, t, k)).toBe(wide.get(b, t, h * K + k));
  expect(gap(rearrange('B H T K -> B T (H K)', heads), x)).toBe(0);
  expect(gap(rearrange('B T (H K) -> B H T K', x, { K }), heads)).toBe(0);
});

test('axes of size one come and go, and axes are joined without being named before', () => {
  const mask = rng.normalTensor<tf.Rank.R2>([B, T]);
  const wide = rearrange('B S -> B 1 1 S', mask);
  expect(wide.shape).toEqual([B, 1, 1, T]);
  expect(gap(rearrange('B 1 1 S -> B S', wide), mask)).toBe(0);
  expect(rearrange('B S -> (B S)', mask).shape).toEqual([B * T]);
  expect(rearrange('B T -> T B', mask).arraySync()).toEqual(tf.transpose(mask).arraySync());
  expect(rearrange(' -> 1', tf.scalar(3)).arraySync()).toEqual([3]);
  expect(rearrange('(B C) -> B C', tf.zeros<tf.Rank.R1>([0]), { C: 3 }).shape).toEqual([0, 3]);
});

test('what changes nothing costs nothing', () => {
  expect(rearrange('B T D -> B T D', x)).toBe(x);
  const { numTensors } = tf.memory();
  tf.tidy(() => {
    rearrange('B T D -> B 1 T D', x);
    expect(tf.memory().numTensors - numTensors).toBe(1);
  });
});

test('has the gradient that central differences give', () => {
  const heads = (x: tf.Tensor3D) => rearrange('B T (H K) -> B H T K', x, { H });
  expect(gradientGap(heads, x)).toBeLessThan(1e-7);
  const turned = (x: tf.Tensor3D) => rearrange('B T D -> D (T B)', x);
  expect(gradientGap(turned, x)).toBeLessThan(1e-7);
});

test('types tell the rank that comes out', () => {
  expectTypeOf(rearrange('B T (H K) -> B H T K', x, { H })).toEqualTypeOf<tf.Tensor4D>();
  expectTypeOf(rearrange('B T (H K) -> (B H) T K', x, { H })).toEqualTypeOf<tf.Tensor3D>();
  // @ts-expect-error four axes before the arrow
  expect(() => rearrange('B T H K -> B T (H K)', x)).toThrow(ShapeError);
});

test('sizes that do not fit are refused by name', () => {
  const split = (known: Record<string, number>) => () =>
    rearrange('B T (H K) -> B H T K', x, known);
  expect(split({ H: 4 })).toThrow(ShapeError);
  expect(split({ H: 4 })).toThrow(
    "rearrange 'B T (H K) -> B H T K': expected a multiple of 4 along (H K), received 35.",
  );
  expect(split({ H: 5, K: 5 })).toThrow(
    axisDisagrees("rearrange 'B T (H K) -> B H T K'", '(H K)', 25, 35),
  );
  expect(split({})).toThrow(InputError);
  expect(split({})).toThrow(/expected all sizes but one of \(H K\), received none of K\./);
  expect(split({ H: 5, heads: 5 })).toThrow(/received one of heads/);
  expect(() => rearrange('B 1 D -> B D', x)).toThrow(/expected 1 = 1, received 1 = 3/);
});

test('both sides name the same axes, each once', () => {
  const anySpec = rearrange as (spec: string, x: tf.Tensor) => tf.Tensor;
  for (const spec of ['B T D -> B T', 'B T D -> B T D K', 'B B D -> B D'])
    expect(() => anySpec(spec, x)).toThrow(/the same axes on both sides of the arrow, each once/);
  for (const spec of ['B T D', 'B T D->B T D', 'B T D -> B T D -> B T D', x as unknown as string])
    expect(() => anySpec(spec, x)).toThrow(/^rearrange spec: .* with a space on each side of one/);
  expect(() => anySpec('B T -> T B', x)).toThrow(/expected \[B, T\], received \[2, 3, 35\]/);
});

test('spaces and parentheses are where they belong, and every axis has its name', () => {
  const anySpec = rearrange as (spec: string, x: tf.Tensor) => tf.Tensor;
  for (const spec of [
    ...['(B T D -> B T D', 'B T) D -> B T D', 'B ((T) D) -> B T D', 'B(T D) -> B T D'],
    ...['B  T D -> B T D', ' B T D -> B T D', 'B T D -> B T D '],
  ])
    expect(() => anySpec(spec, x)).toThrow(/^rearrange spec: .*, and parentheses in pairs/);
  expect(() => anySpec('B T D -> B T (D )', x)).toThrow(/^rearrange spec: .* by single spaces/);
  for (const spec of ['... D -> D ...', 'B T (...) -> B (...) T'])
    expect(() => anySpec(spec, x)).toThrow(
      `rearrange spec: expected every axis by its name, received '${spec}'. Write the axes that`,
    );
});

test.each([2.5, 0, -2, NaN, Infinity, '5'])('a size of %s is refused', (H) => {
  const split = () => rearrange('B T (H K) -> B H T K', x, { H: H as number });
  expect(split).toThrow(InputError);
  expect(split).toThrow(
    `rearrange 'B T (H K) -> B H T K' sizes: expected a whole number from 1 for H, received ${H}.`,
  );
});

test('an axis may have a name that every record knows', () => {
  const known = Object.fromEntries([['toString', K]]);
  const wide = rearrange('B T (constructor toString) -> (constructor B) toString T', x, known);
  expect(wide.shape).toEqual([H * B, K, T]);
});
