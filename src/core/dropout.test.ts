import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { customGradient } from './custom-gradient.js';
import { dropout, within } from './dropout.js';
import { InputError } from './errors.js';
import { square } from './ops.js';
import { pullback } from './pullback.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const x = tf.ones<tf.Rank.R2>([100, 50]);
const chance = (rate: number, seed = 1) => ({ rate, rng: makeRng(seed) });
const dropped = (rate: number, seed?: number) =>
  Array.from(dropout(x, chance(rate, seed)).dataSync());

test('drops its share, and scales the rest so that the mean stays', () => {
  const made = dropped(0.2);
  expect(new Set(made)).toEqual(new Set([0, 1.25]));
  const share = made.filter((value) => value === 0).length / made.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(6 * Math.sqrt((0.2 * 0.8) / made.length));
});

test('without a chance, and at rate 0, it changes nothing', () => {
  expect(dropout(x, undefined)).toBe(x);
  expect(dropout(x, chance(0))).toBe(x);
});

test('the same seed drops the same, whatever was drawn from the stream before', () => {
  expect(dropped(0.5)).toEqual(dropped(0.5));
  expect(dropped(0.5)).not.toEqual(dropped(0.5, 2));
  const one = chance(0.5);
  const first = dropout(x, one).dataSync();
  one.rng.uniform();
  expect(dropout(x, one).dataSync()).toEqual(first);
});

test('a gradient that computes its inputs again drops the same again', () => {
  const one = chance(0.5);
  const row = tf.ones<tf.Rank.R1>([50]);
  const f = (x: tf.Tensor1D) => dropout(square(x), one);
  const recomputed = (x: tf.Tensor1D) =>
    customGradient(
      x,
      (x) => ({ value: f(x), kept: { x } }),
      (dValue, { x }) => pullback(f, x, dValue).gradients,
    );
  const { value, gradients } = pullback(recomputed, row);
  expect(gap(gradients, tf.mul(value, 2))).toBe(0);
});

test('each part has a chance of its own, whatever the others dropped', () => {
  const whole = chance(0.5);
  const of = (name: string) => dropout(x, within(whole, name)).dataSync();
  const first = of('attention');
  expect(of('residual')).not.toEqual(first);
  expect(of('attention')).toEqual(first);
  expect(within(undefined, 'attention')).toBeUndefined();
});

test('what is dropped has no gradient', () => {
  const small = makeRng(3).normalTensor<tf.Rank.R2>([3, 5]);
  expect(gradientGap((t: tf.Tensor2D) => dropout(t, chance(0.5, 4)), small)).toBeLessThan(1e-7);
});

test.each([1, -0.1, NaN])('rate %d is refused', (rate) => {
  expect(() => dropout(x, chance(rate))).toThrow(InputError);
});
