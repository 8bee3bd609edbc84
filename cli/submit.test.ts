import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundleOf, readBundle } from '../grader/bundle/bundle.js';
import { archiveOf, manifestWith } from '../grader/bundle/testing/archives.js';
import { answersWith, rightAnswers } from '../grader/testing/lesson-home.js';
import type { GradeReport } from '../grader/verdict.js';
import { builtCommand, freshClone, type Clone } from './testing/clone.js';
import { openTerminal } from './testing/terminal.js';

let command: string;
let clone: Clone;

beforeAll(async () => {
  command = await builtCommand();
});

afterAll(() => {
  rmSync(dirname(command), { recursive: true });
});

beforeEach(() => {
  clone = freshClone(command);
  clone.write(rightAnswers());
  mkdirSync(join(clone.folder, 'in'));
  mkdirSync(join(clone.folder, 'old'));
  for (const name of ['mine.txt', 'old/mine.zip']) writeFileSync(join(clone.folder, name), 'mine');
  return () => {
    rmSync(clone.folder, { recursive: true });
  };
});

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const wrong = answersWith(body, 'const e = exp(x);\n  return tf.div(e, tf.sum(e, 1, true));\n');
const ada = ['--name', 'Ada Lovelace', '--id', 'ada@example.org'];

const at = (...path: readonly string[]) => join(clone.folder, ...path);
const text = (...path: readonly string[]) => readFileSync(at(...path), 'utf8');
const opened = (name: string) => readBundle(readFileSync(at(name)));
const handIn = (name: string, content: string | Buffer) => {
  writeFileSync(at('in', name), content);
};
const report = (printed: string) => JSON.parse(printed) as GradeReport;

test('a bundle has the file as it is, who, when, versions and the local result', async () => {
  const bytes = Buffer.concat([Buffer.from(wrong), Buffer.from([0x2f, 0x2f, 0xff])]);
  writeFileSync(at('exercises', '00-engine.ts'), bytes);
  const { status, stdout } = await clone.run('submit', '00-engine', ...ada, '--group', 'B');
  expect(stdout).toBe(
    [
      '00-engine: 2 of 3 tasks passed, 28 of 30 points; 1 failed',
      'as Ada Lovelace, ada@example.org, B; --name, --id and --group change that',
      'Attempt 1 is in 00-engine-ada-lovelace-1.unroll.zip. Hand in this file.\n',
    ].join('\n'),
  );
  expect(status).toBe(0);
  const { manifest, hashFits, others } = await opened('00-engine-ada-lovelace-1.unroll.zip');
  expect(manifest).toMatchObject({
    lesson: '00-engine',
    student: { name: 'Ada Lovelace', id: 'ada@example.org', group: 'B' },
    attempt: 1,
    versions: { lesson: 1, node: process.versions.node },
    local: { points: 28, maxPoints: 30 },
  });
  expect(Math.abs(Date.parse(manifest.time) - Date.now())).toBeLessThan(600_000);
  expect([hashFits, others]).toEqual([true, 0]);
});

test('the name is kept, each attempt has a number and a file of its own', async () => {
  await clone.run('submit', '00-engine', ...ada);
  clone.write(wrong);
  const { stdout } = await clone.run('submit', '00-engine');
  expect(stdout).toContain('Attempt 2 is in 00-engine-ada-lovelace-2.unroll.zip');
  rmSync(at('.unroll', 'state', 'student.json'));
  writeFileSync(at('00-engine-grace-hopper-1.unroll.zip'), 'mine');
  const other = await clone.run('submit', '00-engine', '--name', 'Grace Hopper');
  expect(other.stdout).toContain('as Grace Hopper; --name');
  expect(other.stdout).toContain('Attempt 2 is in 00-engine-grace-hopper-2.unroll.zip');
  expect(text('00-engine-grace-hopper-1.unroll.zip')).toBe('mine');
});

test('another name does not inherit the number of the student before', async () => {
  await clone.run('submit', '00-engine', ...ada);
  await clone.run('submit', '00-engine', '--name', 'Grace Hopper', '--out', 'in');
  const [name = ''] = readdirSync(at('in'));
  expect((await opened(join('in', name))).manifest.student).toEqual({ name: 'Grace Hopper' });
});

test.each<[string, readonly string[], RegExp]>([
  ['no name', ['00-engine'], /received no name\. Give it once: --name/],
  ['an empty name', ['00-engine', '--name', '  '], /received no name/],
  ['an endless name', ['00-engine', '--name', 'x'.repeat(300)], /at most 200 characters/],
  ['a task', ['softmax', ...ada], /Hand in all of its lesson: .\/unroll submit 00-engine/],
  ['an unknown lesson', ['00-engin', ...ada], /Did you mean '00-engine'/],
  ['no such folder', ['00-engine', ...ada, '--out', 'no/such/x.zip'], /received no such folder/],
  [
    'another ending',
    ['00-engine', ...ada, '--out', 'no/'],
    /ends in .zip, .* name it no.unroll.zip/,
  ],
  [
    'a file that exists',
    ['00-engine', ...ada, '--out', 'old/mine.zip'],
    /which exists. Name another/,
  ],
])('%s is wrong usage, and nothing is written', async (_, argv, message) => {
  const before = readdirSync(clone.folder);
  const { status, stdout, stderr } = await clone.run('submit', ...argv);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(readdirSync(clone.folder)).toEqual(before);
});

test('an untouched and an unreadable file are handed in too, and it is said what they are', async () => {
  clone.write('const = ;');
  const { stdout, status } = await clone.run('submit', '00-engine', ...ada);
  expect(stdout).toContain('0 of 3 tasks passed, 0 of 30 points; 3 broken');
  expect(status).toBe(0);
});

const inTerminal = (...argv: readonly string[]) =>
  openTerminal([process.execPath, command, ...argv], clone.folder, { UNROLL_ROOT: clone.folder });

test('whoever sits at a terminal is asked for name and number, once', async () => {
  const first = inTerminal('submit', '00-engine');
  await first.until('Your name:');
  first.type('Ada  Lovelace\r');
  await first.until('student number, or Enter for none:');
  first.type('\r');
  expect(await first.ended).toMatchObject({ status: 0, canonical: true, echo: true });
  expect(first.shown()).toContain('as Ada Lovelace; --name');
  const second = inTerminal('submit', '00-engine');
  expect((await second.ended).status).toBe(0);
  expect(second.shown()).not.toContain('Your name');
  expect(second.shown()).toContain('Attempt 2 is in');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
  ['Enter alone', '\r'],
])('%s instead of a name hands nothing in', async (_, key) => {
  const terminal = inTerminal('submit', '00-engine');
  await terminal.until('Your name:');
  terminal.type(key);
  expect(await terminal.ended).toMatchObject({ status: 2, canonical: true, echo: true });
  expect(terminal.shown()).toMatch(/\nunroll submit: .*received no name/);
  expect(readdirSync(clone.folder).filter((name) => name.endsWith('.zip'))).toEqual([]);
});

test('a terminal sees how far a batch is, and the line goes away', async () => {
  handIn('a-00-engine.ts', rightAnswers());
  handIn('b-00-engine.ts', rightAnswers());
  const terminal = inTerminal('grade', 'in');
  expect((await terminal.ended).status).toBe(0);
  expect(terminal.shown()).toMatch(/1 of 2 graded, about \d+ s left/);
  expect(terminal.shown()).toContain('2 of 2 graded, about 0 s left\r\u001b[2Kfile');
});

test('a batch of bundles and files: who and when in the table, JSON, CSV and pages', async () => {
  clone.write(wrong);
  await clone.run('submit', '00-engine', ...ada, '--out', 'in/1.zip');
  clone.write(rightAnswers());
  await clone.run('submit', '00-engine', '--group', '=1+1', '--out', 'in/2.zip');
  handIn('bare-00-engine.ts', rightAnswers());
  const table = await clone.run('grade', 'in', '--out', 'marks');
  expect(table.status).toBe(1);
  expect(table.stdout).toMatch(/Ada Lovelace .* UTC {2}1, older {2}in\/1.zip .* 28 {2}30/);
  expect(table.stdout).toMatch(/Ada Lovelace {2}=1\+1 .* UTC {2}2 {9}in\/2.zip .* 30 {2}30/);

  const json = report(text('marks', 'report.json'));
  expect(json.submissions.map(({ submitted }) => submitted?.latest)).toEqual([
    false,
    true,
    undefined,
  ]);
  expect(json.refused).toEqual([]);
  const again = await clone.run('grade', 'in', '--json');
  expect(again.stdout).toBe(text('marks', 'report.json'));

  expect(text('marks', 'marks.csv')).toContain(
    "in/2.zip,00-engine,Ada Lovelace,ada@example.org,'=1+1,2,yes",
  );
  const pages = readdirSync(at('marks', 'pages'));
  expect(pages).toHaveLength(3);
  const index = text('marks', 'index.html');
  for (const name of pages) expect(index).toContain(`href="pages/${name}"`);
  const page = text('marks', 'pages', pages.find((name) => name.startsWith('1-')) ?? '');
  expect(page).toContain('00-engine: Ada Lovelace');
  const { message = '' } = json.submissions[0]?.tasks[0] ?? {};
  expect(page).toContain(message.split('\n')[0]?.replaceAll("'", '&#39;'));
});

test('a batch goes on where it was stopped, and takes nothing for granted that changed', async () => {
  handIn('a-00-engine.ts', rightAnswers());
  handIn('b-00-engine.ts', wrong);
  const first = await clone.run('grade', 'in', '--out', 'marks');
  expect(first.stderr).not.toContain('graded before');
  const kept = readdirSync(at('marks', '.graded'));
  expect(kept).toHaveLength(2);
  const second = await clone.run('grade', 'in', '--out', 'marks');
  expect(second.stderr).toContain('2 of 2 were graded before');
  expect(second.stdout).toBe(first.stdout);

  handIn('b-00-engine.ts', rightAnswers());
  const third = await clone.run('grade', 'in', '--out', 'marks');
  expect(third.stderr).toContain('1 of 2 were graded before');
  expect(third.status).toBe(0);
  expect(readdirSync(at('marks', '.graded'))).toHaveLength(3);

  for (const name of readdirSync(at('marks', '.graded')))
    writeFileSync(at('marks', '.graded', name), '{"tasks":');
  const damaged = await clone.run('grade', 'in', '--out', 'marks');
  expect(damaged.stderr).not.toContain('graded before');
  const anew = await clone.run('grade', 'in', '--out', 'marks', '--again');
  expect(anew.stderr).not.toContain('graded before');
});

test('bad bundles are named with what to do, and stop no other', async () => {
  const right = Buffer.from(rightAnswers());
  handIn('a-junk.zip', 'not an archive');
  handIn('b-empty.zip', '');
  handIn('c-bomb.zip', Buffer.alloc(9 * 2 ** 20));
  handIn('d-other.zip', await archiveOf([{ name: 'a.txt', content: 'hello' }]));
  handIn('e-future.zip', await bundleOf(manifestWith({ lesson: '99-future' }), right));
  handIn('f-other-file.zip', await bundleOf(manifestWith(), right));
  const versions = { course: '9', lesson: 9, node: '99' };
  handIn('g-newer.zip', await bundleOf(manifestWith({ versions }), right));
  mkdirSync(at('in', 'h-folder.zip'));
  handIn('h-folder.zip/i-00-engine.ts', rightAnswers());
  const { stdout, stderr, status } = await clone.run('grade', 'in', '--json', '--out', 'marks');
  const { submissions, refused = [] } = report(stdout);
  expect(refused.map(({ source }) => source)).toEqual(
    ['a-junk', 'b-empty', 'c-bomb', 'd-other', 'e-future'].map((name) => `in/${name}.zip`),
  );
  for (const { message } of refused) {
    expect(stderr).toContain(message);
    expect(message).toMatch(/^unroll grade: in\/.*expected .*, received .*\. (Ask|Update)/);
  }
  expect(submissions.map(({ source, points }) => [source, points])).toEqual([
    ['in/f-other-file.zip', 30],
    ['in/g-newer.zip', 30],
    ['in/h-folder.zip/i-00-engine.ts', 30],
  ]);
  expect(submissions[0]?.warnings?.join()).toMatch(/another SHA-256/);
  expect(submissions[1]?.warnings?.join()).toMatch(/version 9 of 00-engine.*Update this course/);
  expect(status).toBe(2);
  for (const { source } of refused) {
    expect(text('marks', 'index.html')).toContain(source);
    expect(text('marks', 'marks.csv')).toContain(source);
  }
});

test('the local result that a bundle claims earns nothing', async () => {
  const local = {
    points: 30,
    maxPoints: 30,
    tasks: [{ id: 'softmax', status: 'passed', points: 10, maxPoints: 10 }],
  };
  handIn('a.zip', await bundleOf(manifestWith({ local }), Buffer.from('export const x = 1;')));
  const { submissions } = report((await clone.run('grade', 'in', '--json')).stdout);
  expect(submissions[0]?.points).toBe(0);
  expect(submissions[0]?.warnings?.join()).toContain('softmax 10 there, 0 here');
});

test('a bundle whose ending was lost is still one', async () => {
  handIn('bundle', await bundleOf(manifestWith(), Buffer.from(rightAnswers())));
  const { submissions } = report((await clone.run('grade', 'in/bundle', '--json')).stdout);
  expect(submissions[0]).toMatchObject({ points: 30, submitted: { attempt: 1 } });
});

test('nothing that can be graded makes no table', async () => {
  handIn('a.zip', 'no bundle');
  expect(await clone.run('grade', 'in')).toMatchObject({ stdout: '', status: 2 });
});

test('--out that is a file is wrong usage', async () => {
  const { status, stderr } = await clone.run('grade', 'exercises', '--out', 'mine.txt');
  expect(stderr).toMatch(/--out to be a folder, received mine.txt/);
  expect(status).toBe(2);
  expect(text('mine.txt')).toBe('mine');
});
