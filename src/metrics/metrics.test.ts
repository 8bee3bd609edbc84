import { describe, expect, test } from 'vitest';
import { accuracy, confusion } from './classification.js';
import { perplexity } from './perplexity.js';

const labels = [0, 1, 2, 2, 1, 0, 2];
const predicted = [0, 2, 2, 2, 1, 1, 0];

describe('accuracy', () => {
  test('is the share of right ones', () => {
    expect(accuracy(predicted, labels)).toBe(4 / 7);
    expect(accuracy(labels, labels)).toBe(1);
    expect(accuracy([1], [0])).toBe(0);
  });

  test('takes what a tensor gives', () => {
    expect(accuracy(Int32Array.from(predicted), Int32Array.from(labels))).toBe(4 / 7);
  });

  test('a NaN is never right', () => {
    expect(accuracy([NaN, 1], [NaN, 1])).toBe(0.5);
  });

  test.each([
    [[], []],
    [[1], [1, 2]],
    [[1, 2], [1]],
  ])('refuses %j for %j', (some, others) => {
    expect(() => accuracy(some, others)).toThrow(
      'accuracy predicted: expected one prediction for each label, at least one, ' +
        `received ${some.length} predictions for ${others.length} labels.`,
    );
  });
});

describe('confusion', () => {
  test('counts by true class, then by predicted class', () => {
    expect(confusion(predicted, labels, 3)).toEqual([
      [1, 1, 0],
      [0, 1, 1],
      [1, 0, 2],
    ]);
  });

  test('law: rows count labels, columns predictions, the diagonal what is right', () => {
    const counts = confusion(predicted, labels, 4);
    const count = (list: number[], one: number) => list.filter((other) => other === one).length;
    counts.forEach((row, c) => {
      expect(row.reduce((a, b) => a + b)).toBe(count(labels, c));
      expect(counts.reduce((n, other) => n + (other[c] ?? 0), 0)).toBe(count(predicted, c));
    });
    const right = counts.reduce((n, row, c) => n + (row[c] ?? 0), 0);
    expect(right / labels.length).toBe(accuracy(predicted, labels));
  });

  test.each([
    [[3], [0], 'predicted', 3],
    [[0], [-1], 'labels', -1],
    [[0.5], [0], 'predicted', 0.5],
  ])('refuses %j for %j', (some, others, what, received) => {
    expect(() => confusion(some, others, 3)).toThrow(
      `confusion ${what}: expected classes from 0 to 2, received ${received}.`,
    );
  });

  test('refuses no examples', () => {
    expect(() => confusion([], [], 3)).toThrow('received 0 predictions for 0 labels.');
  });
});

describe('perplexity', () => {
  test.each([2, 7, 30522])('of a uniform guess over %d is %d', (V) => {
    expect(perplexity(Math.log(V))).toBeCloseTo(V, 8);
  });

  test('of certainty is 1, of the impossible infinite', () => {
    expect([perplexity(0), perplexity(Infinity)]).toEqual([1, Infinity]);
  });

  test.each([-0.1, NaN, -Infinity])('refuses a loss of %d', (loss) => {
    expect(() => perplexity(loss)).toThrow(
      `perplexity loss: expected a mean loss of 0 or more, in nats, received ${loss}.`,
    );
  });
});
