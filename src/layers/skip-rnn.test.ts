import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { rnn } from './rnn.js';
import { initSkipRnn, skipRnn, skipRnnCell } from './skip-rnn.js';

const [B, T, I, U] = [2, 13, 3, 5] as const;
const p = initSkipRnn({ inputSize: I, hiddenSize: U }, makeRng(71));
const xs = makeRng(72).normalTensor<tf.Rank.R3>([B, T, I]);

test('without weights on the long connection it is an RNN', () => {
  const cut = { ...p, wSkip: tf.zeros<tf.Rank.R2>([U, U]) };
  const layer = skipRnn({ lag: 4 });
  const expected = rnn.read(p, xs, rnn.start(p, B)).outputs;
  expect(gap(layer.read(cut, xs, layer.start(cut, B)).outputs, expected)).toBe(0);
  expect(gap(layer.read(p, xs, layer.start(p, B)).outputs, expected)).toBeGreaterThan(0.1);
});

test('with the long connection alone, an input is heard every lag steps and not between', () => {
  const alone = { ...p, wHh: tf.zeros<tf.Rank.R2>([U, U]) };
  const layer = skipRnn({ lag: 4 });
  const last = (input: tf.Tensor) =>
    tf.sum(layer.read(alone, input as tf.Tensor3D, layer.start(alone, B)).state.at(-1) ?? xs);
  const perStep = tf.sum(tf.abs(tf.grad(last)(xs)), [0, 2]).dataSync();
  const heard = Array.from(perStep, (size, t) => (size > 0 ? t : -1)).filter((t) => t >= 0);
  expect(heard).toEqual([0, 4, 8, 12]);
});

test('its state is its last outputs, the oldest first', () => {
  const layer = skipRnn({ lag: 2 });
  const { outputs, state } = layer.read(p, xs, layer.start(p, B));
  const last = tf.slice(outputs, [0, T - 2, 0], [B, 2, U]);
  expect(gap(tf.stack([...state], 1), last)).toBe(0);
});

test('a lag that is none, a state without states, and sizes that disagree are refused', () => {
  for (const lag of [0, 1, 2.5, NaN])
    expect(() => skipRnn({ lag })).toThrow(/lag: expected a whole number from 2, received/);
  expect(() => skipRnn({ lag: 2 }).read(p, tf.ones([B, 1, I]), [])).toThrow(
    'skipRnn state: expected the last 2 states, received none. Begin with its start(p, B).',
  );
  const [x, h] = [tf.ones<tf.Rank.R2>([B, I]), tf.ones<tf.Rank.R2>([B, U])];
  expect(() => skipRnnCell(p, x, h, tf.ones([3, U]))).toThrow(
    'skipRnnCell hEarlier: expected B = 2, received B = 3.',
  );
  expect(() => skipRnnCell(p, x, tf.ones([B, 2]), tf.ones([B, 2]))).toThrow(ShapeError);
});
