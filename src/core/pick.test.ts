import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { InputError, ShapeError } from './errors.js';
import { pick } from './pick.js';
import { makeRng } from './rng.js';
import { gradientGap } from './testing/gradient-gap.js';

const [B, T, V] = [2, 3, 5] as const;
const x = makeRng(45).normalTensor<tf.Rank.R3>([B, T, V]);
const ids = tf.tensor2d(
  [
    [4, 1, 2],
    [3, 0, 0],
  ],
  [B, T],
  'int32',
);

test('takes the entry at its id out of every row', () => {
  const [from, at] = [x.bufferSync(), ids.arraySync()];
  const made = pick('B T V, B T -> B T', x, ids);
  expectTypeOf(made).toEqualTypeOf<tf.Tensor2D>();
  const expected = at.map((row, b) => row.map((id, t) => from.get(b, t, id)));
  expect(made.arraySync()).toEqual(expected);
  expect(pick('... V, ... -> ...', x, ids).arraySync()).toEqual(expected);
  expect(pick('V,  -> ', tf.tensor1d([5, 6]), tf.scalar(1, 'int32')).arraySync()).toBe(6);
  expect(pick('B V, B -> B', tf.ones([2, 1]), tf.zeros([2], 'int32')).arraySync()).toEqual([1, 1]);
});

test('along any axis', () => {
  const from = x.bufferSync();
  const of = tf.tensor2d(
    [
      [0, 1, 2, 2, 1],
      [1, 0, 0, 2, 1],
    ],
    [B, V],
    'int32',
  );
  const expected = of.arraySync().map((row, b) => row.map((t, v) => from.get(b, t, v)));
  expect(pick('B T V, B V -> B V', x, of).arraySync()).toEqual(expected);
  const spec = '... T V, ... V -> ... V';
  expect(pick(spec, x, of).arraySync()).toEqual(expected);
  const f = (x: tf.Tensor3D) => pick('B T V, B V -> B V', x, of);
  expect(gradientGap(f, x)).toBeLessThan(1e-7);
});

test('the others have no gradient, and may be infinite', () => {
  const f = (x: tf.Tensor3D) => pick('B T V, B T -> B T', x, ids);
  expect(gradientGap(f, x)).toBeLessThan(1e-7);
  const wild = tf.tensor2d([[NaN, 3, -Infinity]]);
  const second = tf.tensor1d([1], 'int32');
  const taken = (x: tf.Tensor) => pick('B V, B -> B', x as tf.Tensor2D, second);
  expect(taken(wild).arraySync()).toEqual([3]);
  expect(
    tf
      .grad((x) => tf.sum(taken(x)))(wild)
      .arraySync(),
  ).toEqual([[0, 1, 0]]);
});

test('its gradient can be differentiated again', () => {
  const slope = tf.grad((x) => tf.sum(tf.pow(pick('... V, ... -> ...', x, ids), 3)));
  const curvature = tf.grad((x) => tf.sum(slope(x)))(tf.fill([B, T, V], 2));
  const expected = tf.mul(tf.oneHot(ids, V), 12);
  expect(curvature.arraySync()).toEqual(expected.arraySync());
});

test('ids and axes that do not fit are refused', () => {
  for (const wrong of [V, -1, 0.5]) {
    const f = () => pick('B V, B -> B', tf.ones([2, V]), tf.tensor1d([0, wrong]), 'loss targets');
    expect(f).toThrow(InputError);
    expect(f).toThrow(`loss targets: expected whole numbers from 0 to 4, received ${wrong}.`);
  }
  const anySpec = pick as (spec: string, x: tf.Tensor, ids: tf.Tensor) => tf.Tensor;
  expect(() => anySpec('B T V, B T -> B T', x, tf.zeros([2, 7], 'int32'))).toThrow(
    'pick ids: expected T = 3, received T = 7.',
  );
  expect(() => anySpec('... V, ... -> ...', x, tf.zeros([3, 2], 'int32'))).toThrow(ShapeError);
  expect(() => anySpec('B V, B -> B', x, ids)).toThrow(/^pick 'B V, B -> B' x: expected \[B, V\]/);
  for (const spec of ['B T V, B -> B', 'B T V, T B -> T B', 'B T V, B T -> B', '... V, V -> V'])
    expect(() => anySpec(spec, x, ids)).toThrow(/ids that lack one axis/);
});

test('a spec that is none is named as that of pick', () => {
  expect(() =>
    pick('B  V, B -> B' as 'B V, B -> B', tf.zeros([2, 3]), tf.zeros([2], 'int32')),
  ).toThrow(/^pick spec: /);
});
