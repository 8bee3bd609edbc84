import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { countingBatch, countingLines } from './counting.js';

test('closed is where as many have closed as have opened, and nowhere else', () => {
  const { ids, mask, closed } = countingLines([3, 1, 5]);
  expect([ids.shape, mask.shape, closed.shape]).toEqual(Array(3).fill([3, 10]));
  expect([ids.dtype, closed.dtype]).toEqual(['int32', 'int32']);
  const [real, answers] = [mask.arraySync(), closed.arraySync()];
  for (const [b, line] of ids.arraySync().entries()) {
    let depth = 0;
    for (const [t, id] of line.entries()) {
      depth += id === 1 ? 1 : id === 2 ? -1 : 0;
      expect(real[b]?.[t]).toBe(id === 0 ? 0 : 1);
      expect(answers[b]?.[t]).toBe(id !== 0 && depth === 0 ? 1 : 0);
    }
    expect(line.join('')).toMatch(/^1+2+0*$/);
  }
  expect(ids.arraySync().map((line) => line.filter((id) => id === 1).length)).toEqual([3, 1, 5]);
});

test('drawn counts go from 1 to the largest, each equally likely', () => {
  const opened = (seed: number) =>
    countingBatch({ size: 1200, most: 4 }, makeRng(seed))
      .ids.arraySync()
      .map((line) => line.filter((id) => id === 1).length);
  const counts = [0, 1, 2, 3, 4, 5].map((n) => opened(1).filter((one) => one === n).length);
  expect([counts[0], counts[5]]).toEqual([0, 0]);
  // 300 each, with a standard deviation of 15.
  for (const count of counts.slice(1, 5)) expect(Math.abs(count - 300)).toBeLessThan(75);
  expect(opened(1)).toEqual(opened(1));
  expect(opened(1)).not.toEqual(opened(2));
});

test('what cannot be counted is refused', () => {
  expect(() => countingLines([])).toThrow(InputError);
  expect(() => countingLines([2, 0])).toThrow(
    'countingLines count: expected a whole number from 1, received 0. Pass 1 or more.',
  );
  expect(() => countingBatch({ size: 0, most: 3 }, makeRng(1))).toThrow(InputError);
  expect(() => countingBatch({ size: 1, most: 0 }, makeRng(1))).toThrow(InputError);
});
