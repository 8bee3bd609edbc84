import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError } from '../core/index.js';
import { greedy, keepNucleus, keepTopK, sampling } from './choose.js';

const logits = tf.log(tf.tensor1d([0.1, 0.5, 0.15, 0.25]));
const ids = (kept: tf.Tensor1D) =>
  Array.from(kept.dataSync()).flatMap((score, id) => (score > -Infinity ? [id] : []));
const draws = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50);

test('greedy takes the highest score, of equal ones the first', () => {
  expect(greedy(logits, 0)).toBe(1);
  expect(greedy(tf.tensor1d([2, 3, 3]), 0.9)).toBe(1);
});

test('keepTopK leaves the k likeliest as they are', () => {
  expect(ids(keepTopK(logits, 2))).toEqual([1, 3]);
  expect(ids(keepTopK(logits, 9))).toEqual([0, 1, 2, 3]);
  expect(keepTopK(logits, 1).dataSync()[1]).toBe(logits.dataSync()[1]);
  for (const k of [0, 1.5, NaN]) expect(() => keepTopK(logits, k)).toThrow(InputError);
});

test('keepNucleus leaves the fewest that reach p, at its temperature', () => {
  expect(ids(keepNucleus(logits, 0.4))).toEqual([1]);
  expect(ids(keepNucleus(logits, 0.6))).toEqual([1, 3]);
  expect(ids(keepNucleus(logits, 0.8))).toEqual([1, 2, 3]);
  expect(ids(keepNucleus(logits, 1))).toEqual([0, 1, 2, 3]);
  expect(ids(keepNucleus(logits, 0.6, 0.5))).toEqual([1]); // 0.25 of 0.345 is 0.72
  expect(ids(keepNucleus(tf.tensor1d([30, 0, 0, 0]), 1))).toEqual([0, 1, 2, 3]);
  for (const temperature of [0, -1, NaN])
    expect(() => keepNucleus(logits, 0.5, temperature)).toThrow(InputError);
  for (const p of [0, 1.1, NaN]) expect(() => keepNucleus(logits, p)).toThrow(InputError);
});

test('sampling draws among what is left, in the proportions they had', () => {
  const drawn = (choose: ReturnType<typeof sampling>) => draws.map((u) => choose(logits, u));
  expect(new Set(drawn(sampling()))).toEqual(new Set([0, 1, 2, 3]));
  const two = drawn(sampling({ topK: 2 }));
  expect(two.filter((id) => id === 1)).toHaveLength(33);
  expect(two.filter((id) => id === 3)).toHaveLength(17);
  expect(new Set(drawn(sampling({ topP: 0.4 })))).toEqual(new Set([1]));
  expect(new Set(drawn(sampling({ topK: 3, topP: 0.8 })))).toEqual(new Set([1, 3]));
});

test('sampling draws with the function it is given, at its temperature', () => {
  const seen: number[] = [];
  const sampleNext = (_: tf.Tensor1D, temperature: number, u: number) => {
    seen.push(temperature, u);
    return 2;
  };
  expect(sampling({ temperature: 0.3, sampleNext })(logits, 0.25)).toBe(2);
  expect(seen).toEqual([0.3, 0.25]);
});
