import { expect, test } from 'vitest';
import type { SubmissionReport, TaskVerdict } from '../verdict.js';
import { gradeReport } from './json.js';
import { marksCsv } from './marks-csv.js';

const verdict = (id: string, points: number, status: TaskVerdict['status']): TaskVerdict => ({
  id,
  status,
  points,
  maxPoints: 10,
  message: '',
  passed: [],
  help: [],
});
const report: SubmissionReport = {
  source: 'a.zip',
  lesson: '01-rnn',
  points: 2.5,
  maxPoints: 10,
  tasks: [verdict('rnn-cell', 2.5, 'failed')],
  submitted: {
    name: 'Ada "A", Löve',
    id: 'ada@example.org',
    attempt: 2,
    time: '2026-01-31T12:00:00.000Z',
    latest: true,
  },
};

const rows = (...reports: readonly SubmissionReport[]) =>
  marksCsv(gradeReport(reports, [{ source: 'bad.zip', message: 'no, not a zip' }]))
    .trimEnd()
    .split('\r\n');

test('a line a submission, a column a task of any lesson, and a line for what was not graded', () => {
  const other: SubmissionReport = {
    source: 'b.ts',
    lesson: '02-gru',
    points: 10,
    maxPoints: 10,
    tasks: [verdict('gru-cell', 10, 'passed')],
    warnings: ['One.', 'Two.'],
  };
  expect(rows(report, other)).toEqual([
    '\uFEFFfile,lesson,name,id,group,attempt,latest,handed in,points,of,rnn-cell,gru-cell,remarks',
    'a.zip,01-rnn,"Ada ""A"", Löve",ada@example.org,,2,yes,2026-01-31T12:00:00.000Z,2.5,10,2.5,,',
    'b.ts,02-gru,,,,,,,10,10,,10,One. Two.',
    'bad.zip,,,,,,,,,,,,"no, not a zip"',
  ]);
});

test('what the machine failed to grade is no mark', () => {
  const [, row] = rows({ ...report, tasks: [verdict('rnn-cell', 0, 'infra-error')] });
  expect(row).toMatch(/,10,,"?rnn-cell was not graded/);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  ' =1+1',
  '\t=1+1',
  '\u200b=1+1',
  '\u0000=1+1',
  '＝1+1',
  '\r\n=1+1',
])('%j is no formula', (name) => {
  const [, row] = rows({
    ...report,
    submitted: { name, attempt: 1, time: '2026-01-31T12:00:00.000Z', latest: true },
  });
  expect(row).toMatch(/^a\.zip,01-rnn,"?'/);
});

test.each([
  [`x;=cmd|' /C calc'!A0;y`, `"x;'=cmd|' /C calc'!A0;y"`],
  ['a;=1+1;b', `"a;'=1+1;b"`],
  ['a,  @SUM(1)', `"a,'  @SUM(1)"`],
  ['a\t-1', `a '-1`],
  ['a|+1', `"a|'+1"`],
  ['\u2028=1+1', `' =1+1`],
  ['x;"=1', `"x;'""=1"`],
  ['Mary-Ann', 'Mary-Ann'],
])('%j is no formula wherever a spreadsheet splits it', (group, cell) => {
  const [, row] = rows({
    ...report,
    submitted: { name: 'Ada', group, attempt: 1, time: '2026-01-31T12:00:00.000Z', latest: true },
  });
  expect(row).toContain(`01-rnn,Ada,,${cell},1,yes,`);
});

test('no name breaks the line or the cell', () => {
  const name = 'a\r\n"b",c\n=d';
  const lines = rows({ ...report, source: name });
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^"a ""b"",c '=d",01-rnn,/);
});
