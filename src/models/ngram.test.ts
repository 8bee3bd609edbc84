import { expect, test } from 'vitest';
import { InputError } from '../core/index.js';
import { countNgrams, ngramProbability } from './ngram.js';

const V = 5;
const lines = [[1, 2, 1, 3], [2], [], [1, 2, 4]];

test('every token of every line is counted once, after its own context', () => {
  expect(countNgrams(lines, { order: 3, vocabularySize: V }).followers).toEqual({
    '0 0': { 1: 2, 2: 1 },
    '0 1': { 2: 2 },
    '1 2': { 1: 1, 4: 1 },
    '2 1': { 3: 1 },
  });
  expect(countNgrams(lines, { order: 1, vocabularySize: V }).followers).toEqual({
    '': { 1: 3, 2: 3, 3: 1, 4: 1 },
  });
});

test('a probability is the share of what was counted, k more of each token', () => {
  const counts = countNgrams(lines, { order: 3, vocabularySize: V });
  expect(ngramProbability(counts, [1, 2], 4, 1)).toBe((1 + 1) / (2 + V));
  expect(ngramProbability(counts, [1, 2], 3, 0.5)).toBe(0.5 / (2 + 0.5 * V));
});

test('only the last tokens count, and a line has 0 before it', () => {
  const counts = countNgrams(lines, { order: 3, vocabularySize: V });
  const after = (before: readonly number[]) => ngramProbability(counts, before, 2, 0.1);
  expect(after([4, 4, 0, 1])).toBe(after([1]));
  expect(after([])).toBe(1.1 / 3.5);
  const unigrams = countNgrams(lines, { order: 1, vocabularySize: V });
  expect(ngramProbability(unigrams, [4, 3, 2], 2, 1)).toBe(4 / 13);
});

test('what the text has not shown is even, and probabilities sum to one', () => {
  const counts = countNgrams(lines, { order: 2, vocabularySize: V });
  expect(ngramProbability(counts, [4], 2, 0.3)).toBeCloseTo(1 / V, 15);
  for (const before of [[1], [2], [4], []]) {
    const all = Array.from({ length: V }, (_, id) => ngramProbability(counts, before, id, 0.3));
    expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
  }
});

test('what has no answer is refused', () => {
  expect(() => countNgrams(lines, { order: 0, vocabularySize: V })).toThrow(
    'countNgrams order: expected a whole number from 1, received 0. Pass 3 for a model that looks at two tokens.',
  );
  const counts = countNgrams(lines, { order: 2, vocabularySize: V });
  expect(() => ngramProbability(counts, [1], 2, 0)).toThrow(/k: expected a number above 0/);
  expect(() => ngramProbability(counts, [1], V, 1)).toThrow(
    /expected an id from 0 to 4, received 5/,
  );
  for (const wrong of [NaN, -1, 1.5])
    expect(() => ngramProbability(counts, [1], wrong, 1)).toThrow(InputError);
});
