import { expect, test } from 'vitest';
import { seedOf } from './seed.js';

test('a seed is a whole number that fits', () => {
  expect(seedOf('7')).toBe(7);
  for (const wrong of ['', ' ', 'x', '0', '-1', '1.5', '2147483648'])
    expect(() => seedOf(wrong)).toThrow('Expected a whole number from 1 to 2147483647.');
});
