import { expect, test } from 'vitest';
import { mostFrequentTag, tagByCounts } from './most-frequent-tag.js';

const tagged = (...lines: string[]) =>
  lines.map((line) => {
    const written = line.split(' ').map((token) => token.split('/'));
    return { tokens: written.map(([w = '']) => w), tags: written.map(([, t = '']) => t) };
  });

test('a token gets the tag that it has most often, wherever it stands', () => {
  const model = mostFrequentTag(tagged('saw/N a/D', 'saw/V saw/V a/D'));
  expect(tagByCounts(model, ['a', 'saw', 'saw'])).toEqual(['D', 'V', 'V']);
});

test('of tags equally frequent the first seen wins', () => {
  const model = mostFrequentTag(tagged('saw/N saw/V saw/V saw/N'));
  expect(tagByCounts(model, ['saw'])).toEqual(['N']);
});

test('a token never seen gets the tag of those seen once', () => {
  const model = mostFrequentTag(tagged('a/D a/D a/D whale/N', 'ship/N sails/V'));
  expect(tagByCounts(model, ['whales'])).toEqual(['N']);
});

test('where all were seen more often, it gets the most frequent tag of all', () => {
  const model = mostFrequentTag(tagged('a/D a/D a/D b/N b/N'));
  expect(tagByCounts(model, ['c'])).toEqual(['D']);
});

test('refuses to count nothing', () => {
  expect(() => mostFrequentTag([])).toThrow(
    'mostFrequentTag sentences: expected at least one token, received none.',
  );
});
