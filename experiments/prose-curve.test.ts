import { expect, test } from 'vitest';
import {
  bitsAt,
  leadOf,
  secondsPerStep,
  sharedMoment,
  type LearningCurve,
  pricedInTurn,
} from './prose-curve.js';

const curve = (...marks: [number, number, number][]): LearningCurve => ({
  name: 'any',
  parameters: 1,
  marks: marks.map(([step, seconds, bits]) => ({ step, seconds, bits })),
});
const slow = curve([0, 0, 6], [10, 4, 4], [20, 10, 1]);
const fast = curve([0, 0, 6], [10, 1, 5], [20, 2, 3]);

test('a look is given as it was seen, by either clock', () => {
  expect(bitsAt(slow, 'step', 10)).toBe(4);
  expect(bitsAt(slow, 'seconds', 4)).toBe(4);
  expect(bitsAt(slow, 'step', 0)).toBe(6);
});

test('between two looks it is read off a straight line, over the clock that was asked for', () => {
  expect(bitsAt(slow, 'step', 15)).toBe(2.5);
  expect(bitsAt(slow, 'seconds', 2)).toBe(5);
  expect(bitsAt(slow, 'seconds', 5)).toBe(3.5);
});

test('after the last look nothing is known but its bits, and of no look nothing at all', () => {
  expect(bitsAt(slow, 'seconds', 99)).toBe(1);
  expect(bitsAt(curve(), 'step', 1)).toBeNaN();
});

test('all are compared where the first of them ends', () => {
  expect(sharedMoment([slow, fast], 'seconds')).toBe(2);
  expect(sharedMoment([slow, fast], 'step')).toBe(20);
  expect(bitsAt(slow, 'seconds', sharedMoment([slow, fast], 'seconds'))).toBe(5);
});

test('a lead is what the other has more, at the same moment, by either clock', () => {
  expect(leadOf(slow, fast, 'step')).toBe(2);
  expect(leadOf(slow, fast, 'seconds')).toBe(-2);
  expect(leadOf(slow, fast, 'step', 0.5)).toBe(1);
  expect(leadOf(fast, slow, 'step')).toBe(-2);
});

test('seconds of a step are those of the whole training', () => {
  expect(secondsPerStep(slow)).toBe(0.5);
  expect(secondsPerStep(fast)).toBe(0.1);
});

test('a step that is made alone costs what it cost in turn', () => {
  const alone = curve([0, 0, 6], [20, 4, 3], [40, 5, 2]);
  const [same, priced] = pricedInTurn([slow, alone]);
  expect(same?.marks.map(({ seconds }) => seconds)).toEqual([0, 5, 10]);
  expect(priced?.marks).toEqual([
    { step: 0, seconds: 0, bits: 6 },
    { step: 20, seconds: 4, bits: 3 },
    { step: 40, seconds: 8, bits: 2 },
  ]);
});
