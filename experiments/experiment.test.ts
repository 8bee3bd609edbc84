import { expect, test } from 'vitest';
import { summary, withSpread } from './experiment.js';

test('mean, spread with n - 1, least and most', () => {
  expect(summary([1, 2, 6])).toEqual({ mean: 3, spread: Math.sqrt(7), least: 1, most: 6 });
  expect(withSpread([1, 2, 6], 2)).toBe('3.00 ± 2.65');
});

test('of one seed there is no spread', () => {
  expect(summary([2])).toEqual({ mean: 2, spread: undefined, least: 2, most: 2 });
  expect(withSpread([2], 2)).toBe('2.00');
});
