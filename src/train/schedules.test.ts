import { expect, test } from 'vitest';
import { InputError } from '../core/index.js';
import { namesArgument } from '../core/testing/names-argument.js';
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
  expectRates(warmUpThenCosine({ peak: 2, warmUp: 4, steps: 4 }), { 3: 2, 4: 0 });
  expectRates(warmUpThenCosine({ peak: 2, warmUp: 10, steps: 5 }), { 4: 1, 5: 0, 9: 0, 20: 0 });
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
  expect(ratesOf('sgd', { learningRate: falling })('any', 15)).toBe(1);
  expect(ratesOf('sgd', { learningRate: 3 })('any', 15)).toBe(3);
  const layerwise = ratesOf('sgd', {
    rates: (path, step) => rateAt(falling, step) * (path.startsWith('top.') ? 1 : 0.1),
  });
  expect(layerwise('top.w', 15)).toBe(1);
  expect(layerwise('table', 15)).toBe(0.1);
});

test.each<[string, () => unknown]>([
  ['warmUpThenCosine peak', () => warmUpThenCosine({ peak: NaN, warmUp: 1, steps: 2 })],
  ['warmUpThenCosine warmUp', () => warmUpThenCosine({ peak: 1, warmUp: -1, steps: 2 })],
  ['warmUpThenCosine steps', () => warmUpThenCosine({ peak: 1, warmUp: 1, steps: Infinity })],
  ['warmUpThenInverseSqrt peak', () => warmUpThenInverseSqrt({ peak: -1, warmUp: 1 })],
  ['warmUpThenInverseSqrt warmUp', () => warmUpThenInverseSqrt({ peak: 1, warmUp: 0 })],
  ['holdThenInverseSqrt peak', () => holdThenInverseSqrt({ peak: Infinity, hold: 1 })],
  ['holdThenInverseSqrt hold', () => holdThenInverseSqrt({ peak: 1, hold: 0 })],
  ['sgd learningRate', () => ratesOf('sgd', {} as never)],
  ['sgd learningRate', () => ratesOf('sgd', { learningRate: '0.1' as never })],
])('%s is what the message names', (what, call) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(namesArgument(what));
});
