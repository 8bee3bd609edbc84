import { expect, test } from 'vitest';
import {
  holdThenInverseSqrt,
  rateAt,
  ratesOf,
  warmUpThenCosine,
  warmUpThenInverseSqrt,
  type Schedule,
} from './schedules.js';

function expectRates(schedule: Schedule, expected: Readonly<Record<number, number>>) {
  for (const [step, rate] of Object.entries(expected))
    expect(rateAt(schedule, Number(step))).toBeCloseTo(rate, 14);
}

test('a rate that rises, then falls to 0', () => {
  const schedule = warmUpThenCosine({ peak: 2, warmUp: 4, steps: 14 });
  expectRates(schedule, { 0: 0.5, 3: 2, 4: 2, 9: 1, 14: 0, 20: 0 });
  expectRates(warmUpThenCosine({ peak: 2, warmUp: 0, steps: 10 }), { 0: 2 });
});

test('a rate that rises, then falls with the root of the steps', () => {
  const schedule = warmUpThenInverseSqrt({ peak: 2, warmUp: 4 });
  expectRates(schedule, { 0: 0.5, 2: 1.5, 3: 2, 15: 1, 63: 0.5 });
});

test('a rate that stays, then falls with the root of the steps', () => {
  const schedule = holdThenInverseSqrt({ peak: 2, hold: 4 });
  expectRates(schedule, { 0: 2, 3: 2, 15: 1, 63: 0.5 });
});

test('one schedule for all weights, or a rate for each', () => {
  const falling = warmUpThenInverseSqrt({ peak: 2, warmUp: 4 });
  expect(ratesOf({ learningRate: falling })('any', 15)).toBe(1);
  expect(ratesOf({ learningRate: 3 })('any', 15)).toBe(3);
  const layerwise = ratesOf({
    rates: (path, step) => rateAt(falling, step) * (path.startsWith('top.') ? 1 : 0.1),
  });
  expect(layerwise('top.w', 15)).toBe(1);
  expect(layerwise('table', 15)).toBe(0.1);
});
