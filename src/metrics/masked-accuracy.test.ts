import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { accuracy } from './classification.js';
import { maskedAccuracy } from './masked-accuracy.js';

const [B, T, C] = [3, 5, 7] as const;
const rng = makeRng(71);
const logits = rng.normalTensor<tf.Rank.R3>([B, T, C]);
const best = tf.argMax<tf.Tensor2D>(logits, 2);
const wrongBy = [
  [0, 1, 0, 0, 2],
  [0, 0, 0, 1, 1],
  [3, 0, 0, 1, 0],
];
const targets = tf.add<tf.Tensor2D>(best, tf.tensor2d(wrongBy, [B, T], 'int32'));
const mask = tf.tensor2d([
  [1, 1, 1, 0, 0],
  [1, 1, 1, 1, 1],
  [1, 0, 0, 0, 0],
]);
const shareOf = (l: tf.Tensor3D, t: tf.Tensor2D, m: tf.Tensor2D) =>
  maskedAccuracy(l, t, m).dataSync()[0];

test('counts real tokens, and all of them together', () => {
  // Right are two of three, three of five, none of one.
  expect(shareOf(logits, targets, mask)).toBeCloseTo(5 / 9, 15);
  expect(shareOf(logits, best, mask)).toBe(1);
});

test('without padding it is accuracy', () => {
  const all = tf.ones<tf.Rank.R2>([B, T]);
  const expected = accuracy(best.dataSync(), targets.dataSync());
  expect(shareOf(logits, targets, all)).toBeCloseTo(expected, 15);
});

test('padding changes nothing, whatever scores and targets stand there', () => {
  const more = <R extends tf.Rank>(x: tf.Tensor<R>, beside: tf.Tensor<R>) =>
    tf.concat<tf.Tensor<R>>([x, beside], 1);
  const longer = more(logits, rng.normalTensor<tf.Rank.R3>([B, 2, C], 9));
  const made = shareOf(
    longer,
    more(targets, tf.argMax<tf.Tensor2D>(tf.slice(longer, [0, T, 0]), 2)),
    more(mask, tf.zeros<tf.Rank.R2>([B, 2])),
  );
  expect(made).toBe(shareOf(logits, targets, mask));
});

test('a mask of booleans is a mask', () => {
  expect(shareOf(logits, targets, tf.cast(mask, 'bool'))).toBe(shareOf(logits, targets, mask));
});

test('NaN is no score of a real token, and any score of padding', () => {
  const withNaN = (b: number, t: number) => {
    const buffer = logits.bufferSync();
    const copy = tf.buffer(logits.shape, 'float32', Float32Array.from(buffer.values));
    copy.set(NaN, b, t, 3);
    return copy.toTensor() as tf.Tensor3D;
  };
  expect(() => maskedAccuracy(withNaN(1, 4), targets, mask)).toThrow(
    'maskedAccuracy logits: expected a number for every class of a real token, received NaN.',
  );
  expect(shareOf(withNaN(0, 3), targets, mask)).toBe(shareOf(logits, targets, mask));
});

test('refuses padding alone, and what does not fit', () => {
  expect(() => maskedAccuracy(logits, targets, tf.zeros([B, T]))).toThrow(
    'maskedAccuracy mask: expected at least one real token, received only padding.',
  );
  expect(() => maskedAccuracy(logits, tf.zeros([B, 3], 'int32'), mask)).toThrow(ShapeError);
  expect(() => maskedAccuracy(logits, targets, tf.ones([2, T]))).toThrow(ShapeError);
});
