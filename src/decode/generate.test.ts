import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { generate, type Step } from './generate.js';

const V = 5;

/** Is sure that the next token is one more than the sum of all before, modulo V. */
const counting: Step<tf.Tensor2D> = (ids, state) => {
  const after = tf.add<tf.Tensor2D>(state, tf.reshape(ids, [1, 1]));
  const next = ((after.dataSync()[0] ?? 0) + 1) % V;
  return { logits: tf.mul(tf.oneHot([next], V), 50), state: after };
};
const start = tf.zeros<tf.Rank.R2>([1, 1]);

test('writes on from all of its prompt', () => {
  expect(generate(counting, start, { prompt: [1, 1], length: 4 }, makeRng(1))).toEqual([
    1, 1, 3, 1, 2, 4,
  ]);
});

test('ends behind the stop token, but not at one in the prompt', () => {
  const made = generate(counting, start, { prompt: [1, 1], length: 9, stop: 1 }, makeRng(1));
  expect(made).toEqual([1, 1, 3, 1]);
});

test('draws with the function it is given, at the temperature it is given', () => {
  const seen: number[] = [];
  const draw = (logits: tf.Tensor1D, temperature: number, u: number) => {
    seen.push(logits.size, temperature);
    return u < 2 ? 4 : 0;
  };
  const options = { prompt: [1], length: 2, temperature: 0.3, sampleNext: draw };
  expect(generate(counting, start, options, makeRng(1))).toEqual([1, 4, 4]);
  expect(seen).toEqual([V, 0.3, V, 0.3]);
});

test('the same seed writes the same', () => {
  const even: Step<tf.Tensor2D> = (_, state) => ({ logits: tf.zeros([1, 100]), state });
  const write = (seed: number) => generate(even, start, { prompt: [1], length: 9 }, makeRng(seed));
  expect(write(1)).toEqual(write(1));
  expect(write(1)).not.toEqual(write(2));
});

test('leaves no tensor, and its first state alone, also when a step throws', () => {
  const before = tf.memory().numTensors;
  generate(counting, start, { prompt: [1, 2], length: 5 }, makeRng(1));
  expect(tf.memory().numTensors).toBe(before);
  expect(start.dataSync()[0]).toBe(0);
  const lost: Step<tf.Tensor2D> = (ids, state) => {
    if (ids.dataSync()[0] === 2) throw new Error('lost');
    return counting(ids, state);
  };
  expect(() => generate(lost, start, { prompt: [1], length: 5 }, makeRng(1))).toThrow('lost');
  expect(tf.memory().numTensors).toBe(before);
});

test('an empty prompt is refused, and length 0 gives the prompt', () => {
  expect(() => generate(counting, start, { prompt: [], length: 1 }, makeRng(1))).toThrow(
    InputError,
  );
  expect(generate(counting, start, { prompt: [3], length: 0 }, makeRng(1))).toEqual([3]);
});
