import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { dropout } from './dropout.js';
import { makeRng } from './rng.js';

const x = tf.ones<tf.Rank.R3>([20, 50, 100]);
const dropped = (seed: number, rate = 0.2) => dropout(x, { rate, rng: makeRng(seed) });

test('drops its share everywhere, and scales the rest', () => {
  const made = dropped(1);
  expect(new Set(made.dataSync())).toEqual(new Set([0, 1.25]));
  const spread = 6 * Math.sqrt((0.2 * 0.8) / x.size);
  expect(Math.abs((tf.mean(made).dataSync()[0] ?? NaN) - 1)).toBeLessThan(1.25 * spread);
  const columns = tf.mean(made, [0, 1]).dataSync();
  for (const mean of columns) expect(Math.abs(mean - 1)).toBeLessThan(12.5 * spread);
});

test('the same seed drops the same, another one another', () => {
  expect(dropped(7).dataSync()).toEqual(dropped(7).dataSync());
  expect(dropped(7).dataSync()).not.toEqual(dropped(8).dataSync());
});

test('what is dropped has no gradient, and nothing is left in memory', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const f = (x: tf.Tensor) => tf.sum(dropout(x, { rate: 0.5, rng: makeRng(3) }));
    const kept = dropout(x, { rate: 0.5, rng: makeRng(3) });
    expect(tf.grad(f)(x).dataSync()).toEqual(kept.dataSync());
  });
  expect(tf.memory().numTensors).toBe(before);
});
