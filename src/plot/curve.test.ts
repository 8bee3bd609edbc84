import { describe, expect, test } from 'vitest';
import { smooth } from './curve.js';

describe('smooth', () => {
  test('leaves a constant alone from the first value on', () => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  test('is the weighted mean of the past', () => {
    expect(smooth([1, 4], 0.5)).toEqual([1, (0.25 * 1 + 0.5 * 4) / 0.75]);
  });

  test('a factor of 0 changes nothing, and NaN does not spread', () => {
    expect(smooth([1, 2], 0)).toEqual([1, 2]);
    expect(smooth([1, NaN, 1], 0.5)).toEqual([1, NaN, 1]);
  });
});
