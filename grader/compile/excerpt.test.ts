import { expect, test } from 'vitest';
import { excerpt } from './excerpt.js';

test('a line of usual length stays whole', () => {
  expect(excerpt('const e = = 1;', 11)).toBe('const e = = 1;\n          ^');
});

test.each([1, 3, 60, 61, 500, 1000])('of a long line the caret still points at column %i', (at) => {
  const line = `${'x'.repeat(at - 1)}!${'x'.repeat(1000 - at)}`;
  const [shown = '', caret = ''] = excerpt(line, at).split('\n');
  expect(shown.length).toBeLessThanOrEqual(100);
  expect(shown[caret.indexOf('^')]).toBe('!');
});
