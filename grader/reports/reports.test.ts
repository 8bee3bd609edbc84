import { expect, test } from 'vitest';
import type { SubmissionReport, TaskVerdict } from '../verdict.js';
import { batchTable } from './batch.js';
import { coloursFor } from './colours.js';
import { gradeReport, jsonPieces, jsonText } from './json.js';
import { safeLine, safeText } from './safe-text.js';
import { table } from './table.js';
import { submissionText, taskText } from './terminal.js';

const plain = coloursFor({ isTTY: false }, {});

const failed: TaskVerdict = {
  id: 'rnn-cell',
  status: 'failed',
  points: 2,
  maxPoints: 10,
  check: 'values on 5 inputs',
  mistake: 'bias-twice',
  message: 'values on 5 inputs: wrong\nsecond line',
  passed: ['contract on 1 input'],
  help: ['the place', 'the probe', 'the cause'],
  output: 'printed\n',
};
const passed: TaskVerdict = {
  id: 'softmax',
  status: 'passed',
  points: 10,
  maxPoints: 10,
  message: 'All 4 checks passed.',
  passed: ['values'],
  help: [],
};
const report: SubmissionReport = {
  source: 'a.ts',
  lesson: '01-rnn',
  points: 12,
  maxPoints: 20,
  tasks: [passed, failed],
};

test('a failed task shows what passed, what failed, the help that is due, and what was printed', () => {
  expect(taskText(failed, plain, 2)).toBe(
    [
      '✘ rnn-cell  2 of 10 points',
      '  ✔ contract on 1 input',
      '  values on 5 inputs: wrong',
      '  second line',
      '  → the place',
      '  → the probe',
      '  Another try shows more help.',
      '  Your code printed:',
      '  | printed',
    ].join('\n'),
  );
});

test('what is wrong with the whole file is said once', () => {
  const broken: TaskVerdict = { ...failed, status: 'error', message: 'unreadable' };
  const tasks = [broken, { ...broken, id: 'rnn-forward' }, { ...broken, id: 'softmax' }, failed];
  const text = submissionText({ ...report, tasks }, plain, () => 0);
  expect(text.split('unreadable')).toHaveLength(2);
  expect(text.split('As above.')).toHaveLength(3);
  expect(text).toContain('values on 5 inputs: wrong');
  const refused: TaskVerdict = { ...failed, check: 'allowed ways', message: 'Line 1: no import' };
  const all = [refused, { ...refused, id: 'softmax' }];
  expect(submissionText({ ...report, tasks: all }, plain, () => 0)).toContain('As above.');
});

test('a whole file ends with its points', () => {
  expect(submissionText(report, plain, () => 0)).toMatch(/12 of 20 points a.ts\n$/);
});

test('colours are for terminals, and not where NO_COLOR is set', () => {
  const terminal = { isTTY: true };
  expect(taskText(passed, coloursFor(terminal, {}), 0)).toContain('\u001b[');
  expect(taskText(passed, coloursFor(terminal, { NO_COLOR: '1' }), 0)).not.toContain('\u001b');
  expect(taskText(passed, coloursFor(terminal, { NO_COLOR: '' }), 0)).toContain('\u001b[');
  expect(taskText(passed, plain, 0)).not.toContain('\u001b');
});

test('what a terminal would obey is shown instead', () => {
  const hostile = '\u001b]0;title\u0007\u009b31m\u0008\r\u202eabc\u2066';
  expect(safeText(hostile)).toBe('␛]0;title␇\\u009b31m␈␍\\u202eabc\\u2066');
  expect(safeText('a\r\n\tb 😀 é')).toBe('a\n\tb 😀 é');
  expect(safeLine('a\nb\tc')).toBe('a b c');
});

test('messages, outputs and names of a submission are made safe', () => {
  const text = submissionText(
    { ...report, source: '\u001b[2J', tasks: [{ ...failed, message: '\u001b[1m' }, passed] },
    plain,
    () => 0,
  );
  expect(text).not.toContain('\u001b');
  expect(batchTable([{ ...report, source: '\u001b[2J' }])).not.toContain('\u001b');
});

test('a long output is cut', () => {
  const output = Array.from({ length: 30 }, (_, i) => `line ${String(i)}`).join('\n');
  const text = taskText({ ...failed, output }, plain, 0);
  expect(text).toContain('line 19');
  expect(text).not.toContain('line 20');
  expect(text).toContain('... and 10 lines more');
});

test('tables align numbers to the right and count characters, not bytes', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['é😀', 3],
        ['abc', 12],
      ],
    ),
  ).toBe(['name   n', 'é😀     3', 'abc   12'].join('\n'));
});

test('a batch counts how its tasks ended', () => {
  const lines = batchTable([report]).split('\n');
  expect(lines[1]?.split(/\s+/)).toEqual(['a.ts', '01-rnn', '12', '20', '1', '1', '0', '0', '0']);
});

test('JSON says the same without anything that a terminal would obey', () => {
  const output = 'a\u009b31m\u007f\u202e\u001b b';
  const said = { ...report, tasks: [{ ...failed, output }] };
  const json = jsonText(gradeReport([said]));
  expect(json).toContain('a\\u009b31m\\u007f\\u202e\\u001b b');
  expect(JSON.parse(json)).toMatchObject({ submissions: [said] });
});

test('JSON in pieces is the same text', () => {
  const refused = [{ source: 'b.zip', message: 'no' }];
  for (const batch of [gradeReport([report, report], refused), gradeReport([], refused)])
    expect([...jsonPieces(batch)].join('')).toBe(jsonText(batch));
});

test('JSON has the form of the product', () => {
  expect(JSON.parse(jsonText(gradeReport([report])))).toEqual({
    schema: 'unroll.grade/1',
    isolation: 'L1',
    submissions: [report],
  });
});
