import { expect, test } from 'vitest';
import type { SubmissionReport, TaskVerdict } from '../verdict.js';
import { coloursFor } from './colours.js';
import { escapeHtml, html, trusted } from './html.js';
import { indexPage } from './index-page.js';
import { gradeReport } from './json.js';
import { pageNames } from './page-names.js';
import { submissionPage } from './submission-page.js';
import { submissionText } from './terminal.js';

const attack = '"><script>hacked()</script><img src=x onerror=hacked()>\u001b[31m\u202e';

const failed: TaskVerdict = {
  id: 'rnn-cell',
  status: 'failed',
  points: 2,
  maxPoints: 10,
  check: 'values on 5 inputs',
  mistake: 'bias-twice',
  message: 'values on 5 inputs: wrong\nat [0, 1], where a < b && c',
  passed: ['contract on 1 input'],
  help: ['the place', 'the probe', 'the cause'],
  output: 'printed\n  indented',
  advice: 'Two tensors were left over.',
};
const passed: TaskVerdict = {
  id: 'softmax',
  status: 'passed',
  points: 10,
  maxPoints: 10,
  message: 'All 4 checks passed.',
  passed: ['values on 2 inputs'],
  help: [],
};
const report: SubmissionReport = {
  source: 'in/a.zip',
  lesson: '01-rnn',
  lessonVersion: 3,
  points: 12,
  maxPoints: 20,
  tasks: [passed, failed],
  submitted: {
    name: 'Ada Lovelace',
    attempt: 2,
    time: '2026-01-31T12:00:00.000Z',
    latest: false,
  },
  warnings: ['Be careful.'],
};

test('a template escapes texts and numbers, and leaves its own pieces alone', () => {
  const piece = html`<b title="${'"a"'}">${'<i>'}</b>`;
  expect(html`${piece}${[1, 'a&b', piece]}${undefined}`.toString()).toBe(
    '<b title="&quot;a&quot;">&lt;i&gt;</b>1a&amp;b<b title="&quot;a&quot;">&lt;i&gt;</b>',
  );
  expect(html`${trusted('<b>')}${"'"}${'\u001b\u202e'}`.toString()).toBe('<b>&#39;␛\\u202e');
});

test('the page has every word of the terminal', () => {
  const page = submissionPage(report, 'L1');
  const words = submissionText(report, coloursFor({}, {}), () => Infinity)
    .split('\n')
    .map((line) => line.replace(/^[\s✔✘·→|]*/, ''))
    .map((line) => line.replace(/^.* {2}(\d+ of \d+ points)$/, '$1').replace(' in/a.zip', ''));
  expect(words.length).toBeGreaterThan(10);
  for (const line of words) expect(page).toContain(escapeHtml(line));
});

test('help comes in rising order, closed', () => {
  const page = submissionPage(report, 'L1');
  expect(page).toMatch(/<details>\s*<summary>Help 1 of 3<\/summary>\s*<pre>the place<\/pre>/);
  const order = ['the place', 'the probe', 'the cause'].map((text) => page.indexOf(text));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('who, when, attempt, versions and warnings stand above the tasks', () => {
  const page = submissionPage(report, 'L1');
  for (const text of ['Ada Lovelace', '2, older', '2026-01-31 12:00 UTC', 'Be careful.', 'L1'])
    expect(page.indexOf(text)).toBeLessThan(page.indexOf('<section'));
  expect(page).toContain('href="#task-rnn-cell"');
  expect(page).toContain('id="task-rnn-cell"');
});

test('nothing that was handed in is markup, and nothing comes from elsewhere', () => {
  const hostile: SubmissionReport = {
    ...report,
    source: attack,
    lesson: attack,
    tasks: [
      {
        ...failed,
        id: attack,
        check: attack,
        mistake: attack,
        message: attack,
        passed: [attack],
        help: [attack],
        output: `</pre>${attack}`,
        advice: attack,
      },
    ],
    submitted: { name: attack, id: attack, group: attack, attempt: 1, time: attack, latest: true },
    warnings: [attack],
  };
  const refused = [{ source: attack, message: attack }];
  for (const page of [
    submissionPage(hostile, 'L1'),
    indexPage(gradeReport([hostile], refused), [attack]),
  ]) {
    expect(page).not.toMatch(/<script|<img|\u001b|\u202e/);
    expect(page).toContain('&lt;script&gt;hacked()&lt;/script&gt;');
    expect(page).not.toMatch(/\b(?:src|action)="|url\(|@import/);
    expect(page).toContain("default-src 'none'");
  }
});

test('the index has all, the refused, and what the class did with each task', () => {
  const refused = [{ source: 'bad.zip', message: 'bad.zip is none' }];
  const page = indexPage(gradeReport([report, { ...report, source: 'b.zip' }], refused), [
    'pages/a.html',
    'pages/b.html',
  ]);
  expect(page).toContain('2 submissions graded, 1 not');
  expect(page).toContain('bad.zip is none');
  expect(page).toContain('<a href="pages/b.html">Ada Lovelace</a>');
  expect(page).toContain('<td>b.zip</td>');
  expect(page).toContain('Tasks of 01-rnn');
});

test("files that all have the lesson's name are told apart by their folders", () => {
  const { submitted, ...nameless } = report;
  expect(submitted).toBeDefined();
  const sources = ['in/Grace Hopper_4711_file_/01-rnn.ts', 'in/ada-01-rnn.ts'];
  const handedIn = sources.map((source) => ({ ...nameless, source }));
  const page = indexPage(gradeReport(handedIn), ['a.html', 'b.html']);
  expect(page).toContain('<a href="a.html">Grace Hopper_4711_file_/01-rnn.ts</a>');
  expect(page).toContain('<a href="b.html">ada-01-rnn.ts</a>');
});

test('pages of like-named files are apart, with names that every system takes', () => {
  const sources = [
    'x/a b.unroll.zip',
    'y/a b.unroll.zip',
    'ä/<é>.ts',
    '學生.zip',
    `${'x'.repeat(300)}.ts`,
  ];
  const names = pageNames(sources.map((source) => ({ ...report, source })));
  expect(new Set(names).size).toBe(sources.length);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9-]{8,80}\.html$/);
  expect(names[0]).toMatch(/^a-b-[0-9a-f]{8}\.html$/);
});
