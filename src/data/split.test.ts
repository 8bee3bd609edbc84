import { describe, expect, test } from 'vitest';
import { loadReviews } from './reviews.js';
import { hash, splitRecords } from './split.js';

const itself = (text: string) => text;
const texts = Array.from({ length: 5000 }, (_, i) => `record ${i}`);

describe('splitRecords', () => {
  test('puts every record on one side, in order', () => {
    const { train, heldOut } = splitRecords(texts, itself, 0.2);
    expect([...train, ...heldOut].sort()).toEqual([...texts].sort());
    expect(train).toEqual(texts.filter((text) => train.includes(text)));
  });

  test.each([0.05, 0.1, 0.5, 0.9])('holds out about %d', (share) => {
    const { heldOut } = splitRecords(texts, itself, share);
    expect(Math.abs(heldOut.length / texts.length - share)).toBeLessThan(0.025);
  });

  test('a record stays on its side, whatever is beside it', () => {
    const all = new Set(splitRecords(texts, itself).heldOut);
    const some = splitRecords([...texts].reverse().slice(0, 999), itself).heldOut;
    for (const text of some) expect(all).toContain(text);
  });

  test('a smaller share holds out part of what a larger one does', () => {
    const larger = new Set(splitRecords(texts, itself, 0.3).heldOut);
    for (const text of splitRecords(texts, itself, 0.1).heldOut) expect(larger).toContain(text);
  });

  test('no sentence of the reviews is on both sides, and both have both labels', () => {
    const { train, heldOut } = splitRecords(loadReviews().records, ({ text }) => text);
    const seen = new Set(train.map(({ text }) => text));
    expect(heldOut.filter(({ text }) => seen.has(text))).toEqual([]);
    expect(new Set(heldOut.map(({ label }) => label)).size).toBe(2);
  });

  test.each([0, 1, -0.1, NaN])('refuses a share of %d', (share) => {
    expect(() => splitRecords(texts, itself, share)).toThrow(
      `splitRecords share: expected a share between 0 and 1, received ${share}.`,
    );
  });

  test('refuses to leave a side empty', () => {
    expect(() => splitRecords([], itself)).toThrow('received 0 to learn from and 0 held out.');
    expect(() => splitRecords(['a', 'a'], itself)).toThrow('expected records on both sides');
  });
});

test('hash is the same everywhere and spreads short texts', () => {
  expect([hash(''), hash('a'), hash('unroll')]).toEqual([2872998923, 444641715, 379719497]);
  const buckets = new Set(texts.map((text) => hash(text) >>> 26));
  expect(buckets.size).toBe(64);
  expect(new Set(texts.map(hash)).size).toBe(texts.length);
});
