import { expect, test } from 'vitest';
import type { SubmissionReport, Submitted } from '../verdict.js';
import { withLatest } from './latest.js';

const attempt = (number: number, hour: number, who: Partial<Submitted> = {}): SubmissionReport => ({
  source: `${String(number)}.zip`,
  lesson: '01-rnn',
  points: 0,
  maxPoints: 0,
  tasks: [],
  submitted: {
    name: 'Ada',
    id: 'ada@example.org',
    attempt: number,
    time: `2026-01-31T${String(hour)}:00:00.000Z`,
    latest: true,
    ...who,
  },
});

const latest = (...reports: readonly SubmissionReport[]) =>
  withLatest(reports).map(({ submitted }) => submitted?.latest);

test('the later time counts, then the higher number, then the order', () => {
  expect(latest(attempt(1, 11), attempt(2, 12), attempt(3, 10))).toEqual([false, true, false]);
  expect(latest(attempt(2, 11), attempt(1, 11))).toEqual([true, false]);
  expect(latest(attempt(1, 11), attempt(1, 11))).toEqual([false, true]);
});

test('the id says who it is, whatever the name and its letters', () => {
  const renamed = attempt(2, 12, { name: 'A. Lovelace', id: 'ADA@example.org' });
  expect(latest(attempt(1, 11), renamed)).toEqual([false, true]);
  const namesake = attempt(2, 12, { id: 'ada@example.com' });
  expect(latest(attempt(1, 11), namesake)).toEqual([true, true]);
});

test('a time in the future is not believed', () => {
  const now = Date.parse('2026-02-01T00:00:00.000Z');
  const forged = attempt(1, 10, {
    name: 'not Ada',
    id: 'ADA@example.org ',
    time: '9999-12-31T23:59:59.000Z',
  });
  const marked = withLatest([attempt(1, 11), forged, attempt(2, 12)], now);
  expect(marked.map(({ submitted }) => submitted?.latest)).toEqual([false, false, true]);
  expect(marked[1]?.warnings).toEqual([
    expect.stringContaining('in the future, 9999'),
    expect.stringContaining('different names'),
  ]);
  expect(marked[2]?.warnings).toEqual([expect.stringContaining('different names')]);
  // A clock that is some hours ahead is no forgery, and a forgery alone is still the latest.
  const ahead = attempt(3, 12, { time: '2026-02-01T14:00:00.000Z' });
  expect(withLatest([ahead], now)[0]).toEqual(ahead);
  expect(withLatest([forged], now)[0]?.submitted?.latest).toBe(true);
});

test('lessons are apart, and bare files have no attempts', () => {
  const bare = { source: 'a.ts', lesson: '01-rnn', points: 0, maxPoints: 0, tasks: [] };
  const other = { ...attempt(1, 10), lesson: '02-gru' };
  expect(latest(attempt(2, 12), other, bare)).toEqual([true, true, undefined]);
});
