import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { generate } from '../decode/generate.js';
import { batchLines } from '../text/batch-lines.js';
import { ngramModel } from './ngram-model.js';
import { ngramProbability } from './ngram.js';

const V = 7;
const lines = [[1, 2, 3, 4, 5, 6], [1, 2, 5], [3], []];
const options = { order: 3, vocabularySize: V, k: 0.1 };

test('keeps one count for each context and token that occurred together', () => {
  // 0 0 1 and 0 1 2 occur twice, 0 0 3, 1 2 3, 1 2 5, 2 3 4, 3 4 5, 4 5 6 once.
  expect(ngramModel(lines, options).size).toBe(8);
  expect(ngramModel(lines, { ...options, order: 1 }).size).toBe(6);
});

test('the next token has a probability for each id, and they sum to 1', () => {
  const model = ngramModel(lines, options);
  const p = model.distribution([1, 2]);
  expect(p).toEqual(p.map((_, id) => ngramProbability(model.counts, [1, 2], id, 0.1)));
  expect(p.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 14);
  expect(p.map((one) => one > 0.1)).toEqual([false, false, false, true, false, true, false]);
});

test('is judged by as many tokens as a network on the same lines', () => {
  let asked = 0;
  const counting: typeof ngramProbability = (...args) => {
    asked++;
    return ngramProbability(...args);
  };
  const model = ngramModel(lines, { ...options, ngramProbability: counting });
  const known = model.loss(lines);
  expect(asked).toBe(tf.sum(batchLines(lines).mask).dataSync()[0]);
  expect(known).toBeLessThan(model.loss([[6, 5, 4, 3, 2, 1]]));
  expect(ngramModel([], options).loss(lines)).toBeCloseTo(Math.log(V), 14);
});

test('the probability may be given: it is what judges and what writes', () => {
  const certain: typeof ngramProbability = (_, before, next) =>
    next === (before.at(-1) ?? 0) + 1 ? 1 : 1e-9;
  const model = ngramModel([], { ...options, ngramProbability: certain });
  expect(model.loss([[1, 2, 3]])).toBe(0);
  expect(model.loss([[3, 2]])).toBeCloseTo(Math.log(1e9), 10);
});

test('writes on from a prompt, whatever its order, and leaves no tensor behind', () => {
  const count = tf.memory().numTensors;
  const write = (order: number) => {
    const model = ngramModel([[1, 2, 3, 1, 4, 5, 1, 6]], { order, vocabularySize: V, k: 1e-9 });
    const start = model.start([], 1);
    const written = generate(model, [], start, { prompt: [1, 2], length: 6 }, makeRng(1));
    start.dispose();
    return written;
  };
  // Two tokens tell all that follows in this line; one does not, after 1.
  expect(write(3)).toEqual([1, 2, 3, 1, 4, 5, 1, 6]);
  expect(write(2).slice(0, 4)).toEqual([1, 2, 3, 1]);
  expect(write(1)).toHaveLength(8);
  expect(tf.memory().numTensors).toBe(count);
});

test('lines without a next token, and an order that is none, are refused', () => {
  expect(() => ngramModel(lines, options).loss([[3], []])).toThrow(
    'ngramModel loss: expected a line of at least 2 tokens, received none.',
  );
  expect(() => ngramModel(lines, { ...options, order: 0 })).toThrow(/a whole number from 1/);
});
