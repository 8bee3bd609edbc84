import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { identityRnn, initIdentityRnn, reluRnnCell } from './identity-rnn.js';

const [T, I, U] = [100, 2, 5] as const;
const p = initIdentityRnn({ inputSize: I, hiddenSize: U }, makeRng(51));
const h = tf.tensor2d([[0.5, 1, 2, 0, 3]]);
const silence = tf.zeros<tf.Rank.R3>([1, T, I]);

test('at first a state stays for ever where no input changes it, and so does its gradient', () => {
  expect(identityRnn.read(p, silence, h).state.arraySync()).toEqual(h.arraySync());
  const end = (start: tf.Tensor) =>
    tf.sum(identityRnn.read(p, silence, start as tf.Tensor2D).state);
  expect(tf.grad(end)(tf.onesLike(h)).arraySync()).toEqual([[1, 1, 1, 1, 1]]);
});

test('first input weights are small', () => {
  const { wIh } = initIdentityRnn({ inputSize: 50, hiddenSize: 80 }, makeRng(1));
  const spread = tf.sqrt(tf.mean(tf.square(wIh))).dataSync()[0];
  expect(spread).toBeGreaterThan(0.00097);
  expect(spread).toBeLessThan(0.00103);
});

test('a unit that would fall below 0 is 0', () => {
  const down = { ...p, b: tf.fill<tf.Rank.R1>([U], -0.75) };
  expect(reluRnnCell(down, tf.zeros([1, I]), h).arraySync()).toEqual([[0, 0.25, 1.25, 0, 2.25]]);
});

test('sizes that disagree are refused', () => {
  expect(() => reluRnnCell(p, tf.zeros([2, I]), h)).toThrow(
    'reluRnnCell h: expected B = 2, received B = 1.',
  );
  expect(() => reluRnnCell(p, tf.zeros([1, 3]), h)).toThrow(ShapeError);
});
