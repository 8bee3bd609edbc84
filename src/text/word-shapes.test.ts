import { expect, test } from 'vitest';
import { wordShape } from './word-shapes.js';

test.each([
  ['Fulton', 'Xx~on'],
  ['hard-fought', 'x-x~ht'],
  ['1,250', 'd,d'],
  ['u6', 'xd'],
  ['U.N.', 'X.X.'],
  ["Atlanta's", "Xx'x"],
  ['STRASSE', 'X~se'],
  ['süd', 'x~üd'],
  ['a', 'x'],
  ['``', '``'],
])('the shape of %s is %s', (word, shape) => {
  expect(wordShape(word)).toBe(shape);
});

test('words that end alike look alike, and those with a capital do not', () => {
  expect(wordShape('walked')).toBe(wordShape('talked'));
  expect(wordShape('walked')).not.toBe(wordShape('walker'));
  expect(wordShape('walked')).not.toBe(wordShape('Walked'));
});
