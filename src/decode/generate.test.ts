import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { greedy } from './choose.js';
import type { Prediction } from '../models/model.js';
import { generate } from './generate.js';
import type { Reader } from './read-token.js';

const V = 5;

type Read = (ids: tf.Tensor2D, state: tf.Tensor2D) => Prediction<tf.Tensor2D>;

/** A model without weights. */
function reader(read: Read): Reader<readonly never[], tf.Tensor2D> {
  return { read: (_, ids, state) => read(ids, state) };
}

/** Is sure that the next token is one more than the sum of all before, modulo V. */
const counting = reader((ids, state) => {
  const sums = tf.add(state, tf.cumsum(tf.cast(ids, 'float32'), 1)); // [1, T]
  const next = tf.cast(tf.mod(tf.add(sums, 1), V), 'int32');
  const after = tf.slice(sums as tf.Tensor2D, [0, ids.shape[1] - 1], [1, 1]);
  return { logits: tf.mul<tf.Tensor3D>(tf.oneHot(next, V), 50), state: after };
});
const start = tf.zeros<tf.Rank.R2>([1, 1]);

test('writes on from all of its prompt', () => {
  expect(generate(counting, [], start, { prompt: [1, 1], length: 4 }, makeRng(1))).toEqual([
    1, 1, 3, 1, 2, 4,
  ]);
});

test('ends after the stop token, but not at one in the prompt', () => {
  const made = generate(counting, [], start, { prompt: [1, 1], length: 9, stop: 1 }, makeRng(1));
  expect(made).toEqual([1, 1, 3, 1]);
});

test('chooses with the function it is given', () => {
  const seen: (readonly number[])[] = [];
  const choose = (logits: tf.Tensor1D, u: number) => {
    seen.push(logits.shape);
    return u < 2 ? 4 : 0;
  };
  const options = { prompt: [1], length: 2, choose };
  expect(generate(counting, [], start, options, makeRng(1))).toEqual([1, 4, 4]);
  expect(seen).toEqual([[V], [V]]);
  const sure = { prompt: [1, 1], length: 4, choose: greedy };
  expect(generate(counting, [], start, sure, makeRng(1))).toEqual([1, 1, 3, 1, 2, 4]);
});

test('reads its prompt in one call, then token by token, and not what it writes last', () => {
  const lengths: number[] = [];
  const read = reader((ids, state) => {
    lengths.push(ids.shape[1]);
    return counting.read([], ids, state);
  });
  generate(read, [], start, { prompt: [1, 1, 2], length: 3 }, makeRng(1));
  expect(lengths).toEqual([3, 1, 1]);
});

test('the same seed writes the same', () => {
  const even = reader((ids, state) => ({
    logits: tf.zeros([1, ids.shape[1], 100]),
    state,
  }));
  const write = (seed: number) =>
    generate(even, [], start, { prompt: [1], length: 9 }, makeRng(seed));
  expect(write(1)).toEqual(write(1));
  expect(write(1)).not.toEqual(write(2));
});

test('leaves no tensor, and its first state alone, also when reading throws', () => {
  const before = tf.memory().numTensors;
  generate(counting, [], start, { prompt: [1, 2], length: 5 }, makeRng(1));
  expect(tf.memory().numTensors).toBe(before);
  expect(start.dataSync()[0]).toBe(0);
  const lost = reader((ids, state) => {
    if (ids.dataSync()[0] === 2) throw new Error('lost');
    return counting.read([], ids, state);
  });
  expect(() => generate(lost, [], start, { prompt: [1], length: 5 }, makeRng(1))).toThrow('lost');
  expect(tf.memory().numTensors).toBe(before);
});

test('what cannot be written is refused, and length 0 gives the prompt', () => {
  const write = (prompt: number[], length: number, choose = greedy) =>
    generate(counting, [], start, { prompt, length, choose }, makeRng(1));
  for (const prompt of [[], [1.7], [NaN], [-1]])
    expect(() => write(prompt, 1)).toThrow(/^generate prompt: /);
  for (const length of [2.5, -1, NaN]) expect(() => write([1], length)).toThrow(InputError);
  expect(() => write([1], 2, () => NaN)).toThrow('generate choose: expected a token id');
  expect(write([3], 0)).toEqual([3]);
});
