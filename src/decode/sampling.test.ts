import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng, ShapeError } from '../core/index.js';
import { sampleNext } from './sampling.js';

const logits = tf.log(tf.tensor1d([0.1, 0.2, 0.3, 0.4]));

test('each token owns a stretch of the draw as long as its probability', () => {
  const ids = [0, 0.099, 0.101, 0.299, 0.301, 0.599, 0.601, 0.999].map((u) =>
    sampleNext(logits, 1, u),
  );
  expect(ids).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

test.each([0.5, 1, 2])('at temperature %f tokens come as often as they should', (temperature) => {
  const rng = makeRng(31);
  const n = 3000;
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const id = tf.tidy(() => sampleNext(logits, temperature, rng.uniform()));
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const weights = [0.1, 0.2, 0.3, 0.4].map((p) => p ** (1 / temperature));
  const total = weights.reduce((a, b) => a + b, 0);
  counts.forEach((count, id) => {
    const p = (weights[id] ?? NaN) / total;
    expect(Math.abs(count / n - p)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / n));
  });
});

test('the likeliest token when cold, any when hot', () => {
  const draws = Array.from({ length: 20 }, (_, i) => (i + 0.5) / 20);
  expect(new Set(draws.map((u) => sampleNext(logits, 0.01, u)))).toEqual(new Set([3]));
  expect(new Set(draws.map((u) => sampleNext(logits, 1e6, u))).size).toBe(4);
});

test('what is impossible is never drawn, at either end of the draw', () => {
  const ends = tf.tensor1d([-1e4, 0, 0, -1e4]);
  expect(sampleNext(ends, 1, 0)).toBe(1);
  expect(sampleNext(ends, 1, 1 - 2 ** -32)).toBe(2);
});

test('temperature, draw and scores out of range are refused', () => {
  for (const temperature of [0, -1, NaN])
    expect(() => sampleNext(logits, temperature, 0.5)).toThrow(InputError);
  for (const u of [1, -0.1, NaN]) expect(() => sampleNext(logits, 1, u)).toThrow(/sampleNext u/);
  expect(() => sampleNext(tf.tensor1d([0, NaN]), 1, 0.5)).toThrow(/finite scores/);
  expect(() => sampleNext(tf.zeros([0]), 1, 0.5)).toThrow();
  const matrix = tf.zeros<tf.Rank.R2>([1, 4]) as unknown as tf.Tensor1D;
  expect(() => sampleNext(matrix, 1, 0.5)).toThrow(ShapeError);
});
