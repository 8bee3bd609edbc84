import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { addingBatch } from './adding.js';

const [B, T] = [2000, 5] as const;
const { xs, targets } = addingBatch({ size: B, length: T }, makeRng(1));
const rows = xs.arraySync();

test('two steps of each sequence are marked, and the target is the sum of their numbers', () => {
  expect(xs.shape).toEqual([B, T, 2]);
  expect([xs.dtype, targets.dtype]).toEqual(['float32', 'float32']);
  const sums = targets.arraySync();
  for (const [b, row] of rows.entries()) {
    const marked = row.filter(([, marker]) => marker === 1);
    expect(marked).toHaveLength(2);
    expect(row.filter(([, marker]) => marker === 0)).toHaveLength(T - 2);
    expect(sums[b]).toBe((marked[0]?.[0] ?? NaN) + (marked[1]?.[0] ?? NaN));
  }
});

test('numbers are uniform in [0, 1), and every pair of steps is marked equally often', () => {
  const numbers = rows.flat().map(([x]) => x ?? NaN);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = numbers.reduce<Record<number, number>>((counts, x) => {
    const tenth = Math.floor(10 * x);
    return { ...counts, [tenth]: (counts[tenth] ?? 0) + 1 };
  }, {});
  // 10,000 numbers: 1000 in each tenth, with a standard deviation of 30.
  for (let tenth = 0; tenth < 10; tenth++)
    expect(Math.abs((tenths[tenth] ?? 0) - 1000)).toBeLessThan(150);
  const pairs = new Map<string, number>();
  for (const row of rows) {
    const pair = row.flatMap(([, marker], t) => (marker === 1 ? [t] : [])).join();
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  // 2000 sequences, 10 pairs: 200 each, with a standard deviation of 13.
  expect(pairs.size).toBe(10);
  for (const count of pairs.values()) expect(Math.abs(count - 200)).toBeLessThan(67);
});

test('a model that always answers 1 is wrong by a sixth', () => {
  const error = targets.arraySync().reduce((sum, y) => sum + (y - 1) ** 2, 0) / B;
  expect(Math.abs(error - 1 / 6)).toBeLessThan(0.02);
});

test('a seed gives its batch again; two steps are the shortest sequence', () => {
  const again = addingBatch({ size: B, length: T }, makeRng(1));
  expect(again.xs.arraySync()).toEqual(rows);
  const short = addingBatch({ size: 1, length: 2 }, makeRng(3)).xs.arraySync()[0];
  expect(short?.map(([, marker]) => marker)).toEqual([1, 1]);
});

test('sizes that are none are refused', () => {
  expect(() => addingBatch({ size: 1, length: 1 }, makeRng(1))).toThrow(
    'addingBatch length: expected a whole number from 2, received 1. Pass 2 or more.',
  );
  expect(() => addingBatch({ size: 0, length: 5 }, makeRng(1))).toThrow(InputError);
  expect(() => addingBatch({ size: 1, length: 2.5 }, makeRng(1))).toThrow(InputError);
});
