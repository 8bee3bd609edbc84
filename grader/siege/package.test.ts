/** Files, bundles and folders that want to stop a batch, or to be graded as something else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtCommand, freshClone, type Clone } from '../../cli/testing/clone.js';
import { rightAnswers } from '../testing/lesson-home.js';
import type { GradeReport, SubmissionReport } from '../verdict.js';
import { hostileBundles, type HostileBundle } from './bundles.js';
import { hostileFiles } from './files.js';

const stem = '00-engine';
const names = [
  `=cmd|' C calc'!A0 ${stem}.ts`,
  `<img src=x onerror=alert(1)> ${stem}.ts`,
  `\u001b[2J\u009b31m ${stem}.ts`,
  `a\nb;=1+1 ${stem}.ts`,
  `CON ${'n'.repeat(200)} ${stem}.ts`,
];

let command: string;
let clone: Clone;
let report: GradeReport;
let marks: string;
let bundles: readonly HostileBundle[];

/** One batch of all of it, with an honest file before and one behind. */
beforeAll(async () => {
  command = await builtCommand();
  clone = freshClone(command);
  const folder = join(clone.folder, 'in');
  mkdirSync(folder);
  const handIn = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
  };
  handIn(`0 honest ${stem}.ts`, rightAnswers());
  handIn(`z honest ${stem}.ts`, rightAnswers());
  for (const name of names) handIn(name, rightAnswers());
  for (const [name, text] of Object.entries(hostileFiles)) handIn(`${name} ${stem}.ts`, text);
  bundles = await hostileBundles(stem, rightAnswers());
  for (const { name, bytes } of bundles) handIn(`${name}.zip`, bytes);
  // A path that the system cannot take as a whole.
  const deeper = `for (let i = 0; i < 30; i++) {
    fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200));
  }`;
  execFileSync(process.execPath, ['-e', deeper], { cwd: folder });
  const { stdout } = await clone.run('grade', 'in', '--json', '--out', 'marks');
  report = JSON.parse(stdout) as GradeReport;
  marks = readFileSync(join(clone.folder, 'marks', 'marks.csv'), 'utf8');
}, 300_000);

afterAll(() => {
  execFileSync('rm', ['-rf', clone.folder]);
  rmSync(dirname(command), { recursive: true });
});

const reportOn = (name: string): SubmissionReport => {
  const found = report.submissions.find(({ source }) => source === `in/${name}`);
  if (found === undefined) throw new Error(`expected a report on ${name}, received none`);
  return found;
};

test.each(['0 honest', 'z honest'])('the file %s is untouched', (name) => {
  expect(reportOn(`${name} ${stem}.ts`).points).toBe(30);
});

test.each(names)('a file named %j is graded like any other', (name) => {
  expect(reportOn(name).points).toBe(30);
});

test.each(Object.keys(hostileFiles))('%s: 0 points and a sentence', (name) => {
  const { points, tasks } = reportOn(`${name} ${stem}.ts`);
  expect(points).toBe(0);
  for (const { status, message } of tasks) {
    expect(['error', 'failed']).toContain(status);
    expect(message).toMatch(/\. \w/);
    expect(message.length).toBeLessThan(3_000);
  }
});

test('each bundle is graded as it is, or a row with a reason', () => {
  const named = (isGraded: boolean) =>
    bundles.filter((one) => one.isGraded === isGraded).map(({ name }) => `in/${name}.zip`);
  const graded = report.submissions.filter(({ source }) => source.endsWith('.zip'));
  expect(graded.map(({ source }) => source).sort()).toEqual(named(true).sort());
  const refused = report.refused?.filter(({ source }) => source.endsWith('.zip')) ?? [];
  expect(refused.map(({ source }) => source).sort()).toEqual(named(false).sort());
  for (const { message } of refused) expect(message).toMatch(/expected .*, received .*\. \w/s);
  const points = Object.fromEntries(graded.map(({ source, points: n }) => [source, n]));
  expect(points).toMatchObject({ 'in/formula.zip': 30, 'in/packages.zip': 30, 'in/nul.zip': 0 });
});

test('a time in the future takes no place from an attempt that can be', () => {
  expect(reportOn('future.zip').submitted?.latest).toBe(false);
  const honest = report.submissions.filter(({ submitted }) => submitted?.id === 'ada@example.org');
  expect(honest.filter(({ submitted }) => submitted?.latest)).toHaveLength(1);
});

test('a folder that is too deep is a row with a reason', () => {
  const [row] = report.refused?.filter(({ source }) => source.includes('dddd')) ?? [];
  expect(row?.message).toMatch(/to look into the folder .*, received ENAMETOOLONG/);
  expect(row?.message.length).toBeLessThan(600);
});

test('the marks are complete, and a line holds one file', () => {
  const lines = marks.trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + report.submissions.length + (report.refused?.length ?? 0));
  expect(marks).not.toMatch(/(^|[,;|"]\s*)[=+@]/m);
  expect(marks.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
});

test('pages are there for each, and none has a tag of theirs', () => {
  const pages = readdirSync(join(clone.folder, 'marks', 'pages'));
  expect(pages).toHaveLength(report.submissions.length);
  for (const page of pages) {
    const text = readFileSync(join(clone.folder, 'marks', 'pages', page), 'utf8');
    expect(text).not.toMatch(/<img|<script|\u001b|\u009b|\u202e/);
    expect(text).not.toContain(clone.folder);
  }
});
