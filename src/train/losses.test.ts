import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import {
  crossEntropy,
  crossEntropyBackward,
  meanSquaredError,
  sequenceLogProbability,
  sequenceLoss,
} from './losses.js';

const [B, T, V] = [2, 3, 5] as const;
const rng = makeRng(25);
const logits = rng.normalTensor<tf.Rank.R2>([B, V]);
const classes = tf.tensor1d([3, 0], 'int32');
const scores = rng.normalTensor<tf.Rank.R3>([B, T, V]);
const targets = tf.tensor2d(
  [
    [4, 1, 2],
    [3, 0, 0],
  ],
  [B, T],
  'int32',
);
const mask = tf.tensor2d([
  [1, 1, 1],
  [1, 0, 0],
]);
const number = (x: tf.Tensor) => x.dataSync()[0] ?? NaN;

test('losses have the gradients that central differences give', () => {
  expect(gradientGap((x: tf.Tensor2D) => crossEntropy(x, classes), logits)).toBeLessThan(1e-7);
  const ofScores = (x: tf.Tensor3D) => sequenceLoss(x, targets, mask);
  expect(gradientGap(ofScores, scores)).toBeLessThan(1e-7);
  const ofLines = (x: tf.Tensor3D) => sequenceLogProbability(x, targets, mask);
  expect(gradientGap(ofLines, scores)).toBeLessThan(1e-7);
});

test('the gradient by hand is the gradient', () => {
  const exact = tf.grad((x) => crossEntropy(x as tf.Tensor2D, classes))(logits);
  expect(gap(crossEntropyBackward(logits, classes), exact)).toBeLessThan(1e-15);
});

test('numbers that are near cost little, and the mean costs the variance', () => {
  const truth = tf.tensor1d([0, 1, 2, 5]);
  const ofNumbers = (x: tf.Tensor1D) => meanSquaredError(x, truth);
  expect(gradientGap(ofNumbers, tf.tensor1d([1, -1, 2, 0.5]))).toBeLessThan(1e-7);
  expect(number(meanSquaredError(truth, truth))).toBe(0);
  expect(number(meanSquaredError(tf.fill([4], 2), truth))).toBe((4 + 1 + 0 + 9) / 4);
  expect(() => meanSquaredError(tf.ones([3]), truth)).toThrow(
    'meanSquaredError targets: expected B = 3, received B = 4.',
  );
  expect(() => meanSquaredError(tf.zeros([0]), tf.zeros([0]))).toThrow(/at least one number/);
});

test('a model that knows nothing is surprised by log V nats', () => {
  expect(number(crossEntropy(tf.zeros([B, V]), classes))).toBeCloseTo(Math.log(V), 14);
  expect(number(sequenceLoss(tf.zeros([B, T, V]), targets, mask))).toBeCloseTo(Math.log(V), 14);
});

test('scores and targets under the mask change nothing', () => {
  const noise = tf.mul(tf.sub(1, tf.expandDims(mask, 2)), 50);
  const others = tf.tensor2d([4, 1, 2, 3, 4, 4], [B, T], 'int32');
  const noisy = sequenceLoss(tf.add(scores, noise), others, mask);
  expect(number(noisy)).toBeCloseTo(number(sequenceLoss(scores, targets, mask)), 14);
  const longer = <R extends tf.Rank>(x: tf.Tensor<R>) =>
    tf.concat<tf.Tensor<R>>([x, tf.zerosLike(x)], 1);
  const padded = sequenceLoss(longer(scores), longer(targets), longer(mask));
  expect(number(padded)).toBeCloseTo(number(sequenceLoss(scores, targets, mask)), 14);
});

test('without a mask it is the cross-entropy of all rows', () => {
  const flat = crossEntropy(tf.reshape(scores, [B * T, V]), tf.reshape(targets, [B * T]));
  expect(number(sequenceLoss(scores, targets, tf.ones([B, T])))).toBeCloseTo(number(flat), 14);
});

test('the loss is the surprise at all lines, shared among their real tokens', () => {
  const lines = sequenceLogProbability(scores, targets, mask);
  expect(lines.shape).toEqual([B]);
  const perToken = number(tf.sum(lines)) / -4;
  expect(perToken).toBeCloseTo(number(sequenceLoss(scores, targets, mask)), 14);
});

test('a line of 2000 tokens has a log-probability, and one of padding alone is certain', () => {
  const long = tf.ones<tf.Rank.R2>([1, 2000], 'int32');
  const even = sequenceLogProbability(tf.zeros([1, 2000, V]), long, tf.ones([1, 2000]));
  expect(number(even)).toBeCloseTo(-2000 * Math.log(V), 9);
  const padding = sequenceLogProbability(scores, targets, tf.zeros([B, T]));
  expect(Array.from(padding.dataSync(), Math.abs)).toEqual([0, 0]);
});

test('an impossible class costs nothing where it is not the right one', () => {
  const one = tf.tensor1d([1], 'int32');
  const loss = (x: tf.Tensor) => crossEntropy(x as tf.Tensor2D, one);
  const scores = tf.tensor2d([[-Infinity, 0]]);
  expect(Math.abs(number(loss(scores)))).toBe(0);
  expect(Array.from(tf.grad(loss)(scores).dataSync(), Math.abs)).toEqual([0, 0]);
  expect(crossEntropyBackward(scores, one).arraySync()).toEqual([[0, 0]]);
  expect(number(loss(tf.tensor2d([[0, -Infinity]])))).toBe(Infinity);
});

test.each([NaN, -Infinity, Infinity])('%d under the mask adds nothing', (wild) => {
  const hidden = tf.cast(tf.broadcastTo(tf.expandDims(mask, 2), [B, T, V]), 'bool');
  const strange = tf.where(hidden, scores, tf.fill([B, T, V], wild));
  for (const f of [sequenceLoss, sequenceLogProbability]) {
    const of = (x: tf.Tensor) => tf.sum(f(x as tf.Tensor3D, targets, mask));
    expect(number(of(strange))).toBe(number(of(scores)));
    expect(gap(tf.grad(of)(strange), tf.grad(of)(scores))).toBe(0);
  }
});

test('scores of -Infinity at a real place count as impossible', () => {
  const first = tf.where(
    tf
      .oneHot(
        [
          [0, 0, 0],
          [1, 1, 1],
        ],
        V,
      )
      .cast('bool'),
    -Infinity,
    scores,
  );
  const of = (x: tf.Tensor) => sequenceLoss(x as tf.Tensor3D, targets, mask);
  expect(number(of(first))).toBeLessThan(number(of(scores)));
  expect(Array.from(tf.grad(of)(first).dataSync()).every(Number.isFinite)).toBe(true);
});

test('an empty batch has no mean', () => {
  expect(() => crossEntropy(tf.zeros([0, V]), tf.tensor1d([], 'int32'))).toThrow(
    'crossEntropy logits: expected at least one row, received none. Leave out empty batches.',
  );
});

test('padding alone has no mean', () => {
  const nothing = () => sequenceLoss(scores, targets, tf.zeros([B, T]));
  expect(nothing).toThrow(InputError);
  expect(nothing).toThrow(
    'sequenceLoss mask: expected at least one real token, received only padding. Leave out batches without tokens.',
  );
});

test('targets that are no class are refused', () => {
  for (const wrong of [V, -1])
    for (const f of [crossEntropy, crossEntropyBackward])
      expect(() => f(logits, tf.tensor1d([0, wrong], 'int32'))).toThrow(
        `${f.name} targets: expected whole numbers from 0 to 4, received ${wrong}.`,
      );
  const beyond = tf.tensor2d([4, 1, 2, 3, 0, V], [B, T], 'int32');
  for (const f of [sequenceLoss, sequenceLogProbability])
    expect(() => f(scores, beyond, mask)).toThrow(
      `${f.name} targets: expected whole numbers from 0 to 4, received 5.`,
    );
});

test('sizes that disagree are refused', () => {
  const three = tf.tensor1d([0, 1, 2], 'int32');
  expect(() => crossEntropy(logits, three)).toThrow(
    'crossEntropy targets: expected B = 2, received B = 3.',
  );
  expect(() => crossEntropyBackward(logits, three)).toThrow(ShapeError);
  expect(() => sequenceLoss(scores, tf.zeros([B, 7], 'int32'), mask)).toThrow(ShapeError);
  expect(() => sequenceLoss(scores, targets, tf.ones([B, 7]))).toThrow(
    'sequenceLoss mask: expected T = 3, received T = 7.',
  );
  expect(() => sequenceLogProbability(scores, tf.zeros([B, 7], 'int32'), mask)).toThrow(ShapeError);
  expect(() => sequenceLogProbability(scores, targets, tf.ones([3, T]))).toThrow(
    'sequenceLogProbability mask: expected B = 2, received B = 3.',
  );
});
