import { describe, expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { BLANK, copyingBatch, FIRST_SYMBOL, GO } from './copying.js';

const options = { size: 200, symbols: 3, kinds: 5, gap: 4 };

describe.each([0, 1, 4])('a gap of %i', (gap) => {
  const { ids, targets, mask } = copyingBatch({ ...options, gap }, makeRng(1));

  test('the targets are, when asked, what stood so many steps before', () => {
    expect([ids.shape, targets.shape, mask.shape]).toEqual(Array(3).fill([200, 6 + gap]));
    const [read, said, asked] = [ids.arraySync(), targets.arraySync(), mask.arraySync()];
    for (const [b, line] of read.entries()) {
      const go = line.indexOf(GO);
      for (const [t, target] of (said[b] ?? []).entries()) {
        expect(asked[b]?.[t]).toBe(t >= go ? 1 : 0);
        expect(target).toBe(t >= go ? line[t - 3 - gap] : BLANK);
      }
    }
  });

  test('a line is symbols, blanks, the sign to go, and blanks while the copy is said', () => {
    for (const line of ids.arraySync()) {
      expect(line.map((id) => Math.min(id, FIRST_SYMBOL))).toEqual(
        [3, 3, 3, ...Array<number>(gap).fill(BLANK), GO, BLANK, BLANK], //
      );
    }
  });
});

test('every symbol is equally likely', () => {
  const drawn = copyingBatch(options, makeRng(2)).ids.arraySync().flat();
  const counts = [3, 4, 5, 6, 7].map((kind) => drawn.filter((id) => id === kind).length);
  expect(counts.reduce((a, b) => a + b)).toBe(600);
  // 120 each, with a standard deviation of 10.
  for (const count of counts) expect(Math.abs(count - 120)).toBeLessThan(50);
});

test('a seed gives its batch again, another seed another', () => {
  const lines = (seed: number) => copyingBatch(options, makeRng(seed)).ids.arraySync();
  expect(lines(1)).toEqual(lines(1));
  expect(lines(1)).not.toEqual(lines(2));
});

test('sizes that are none are refused', () => {
  for (const wrong of [{ size: 0 }, { symbols: 0 }, { kinds: 0.5 }, { gap: -1 }])
    expect(() => copyingBatch({ ...options, ...wrong }, makeRng(1))).toThrow(InputError);
  expect(() => copyingBatch({ ...options, gap: -1 }, makeRng(1))).toThrow(
    'copyingBatch gap: expected a whole number from 0, received -1. Pass 0 or more.',
  );
});
