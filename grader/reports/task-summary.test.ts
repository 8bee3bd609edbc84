import { expect, test } from 'vitest';
import type { SubmissionReport, TaskVerdict } from '../verdict.js';
import { taskSummaries } from './task-summary.js';

const base = { id: 'rnn-cell', points: 0, maxPoints: 10, message: '', passed: [], help: [] };
const ladder = [
  { level: 'contract', came: 'passed' },
  { level: 'values', came: 'failed' },
  { level: 'laws', came: 'not reached' },
] as const;
const values = { ...base, status: 'failed', check: 'on 5 inputs', ladder } as const;

const handedIn = (
  verdict: TaskVerdict,
  rest: Partial<SubmissionReport> = {},
): SubmissionReport => ({
  source: 'a.ts',
  lesson: '01-rnn',
  points: 0,
  maxPoints: 10,
  tasks: [verdict],
  ...rest,
});

test('says how many passed, and how many failed where with which mistake', () => {
  const reports = [
    handedIn({ ...base, status: 'passed' }),
    handedIn({ ...base, status: 'unattempted' }),
    handedIn({ ...base, status: 'infra-error' }),
    handedIn({ ...base, status: 'out-of-memory' }),
    handedIn({ ...values, mistake: 'no-bias' }),
    handedIn({ ...values, mistake: 'bias-twice' }),
    handedIn({ ...values, mistake: 'bias-twice' }),
    handedIn(values),
  ];
  expect(taskSummaries(reports, '01-rnn')).toEqual([
    {
      id: 'rnn-cell',
      passed: 1,
      unwritten: 1,
      ungraded: 1,
      failures: [
        {
          level: 'values',
          at: 'on 5 inputs',
          count: 4,
          mistakes: [
            ['bias-twice', 2],
            ['no-bias', 1],
          ],
        },
        { at: 'out of memory', count: 1, mistakes: [] },
      ],
    },
  ]);
});

test('an older attempt and another lesson do not count', () => {
  const submitted = { name: 'Ada', attempt: 1, time: '2026-01-31T12:00:00.000Z', latest: false };
  const reports = [
    handedIn(values),
    handedIn(values, { submitted }),
    handedIn(values, { lesson: '02-gru' }),
  ];
  const [summary] = taskSummaries(reports, '01-rnn');
  expect(summary?.failures).toEqual([
    { level: 'values', at: 'on 5 inputs', count: 1, mistakes: [] },
  ]);
});
