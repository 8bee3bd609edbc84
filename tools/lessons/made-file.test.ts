import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLessonText } from './lesson-text.js';
import { stateOf, withMark, writeMade, type MadeFile } from './made-file.js';
import { makeNotebook, type Cell } from './notebook.js';
import { describeStale, staleFiles } from './stale.js';
import { smallFiles } from './testing/small-files.js';
import { smallLesson } from './testing/small-lesson.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unroll-made-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const exercise = (body: string): MadeFile => ({
  path: 'exercises/90-small.ts',
  text: withMark(['A header.'], `export const x = ${body};\n`),
  kind: 'exercise',
});

const put = (file: MadeFile, text: string) => {
  writeMade(root, file);
  writeFileSync(join(root, file.path), text);
};

test('a stub that was made before and not touched is outdated, and made anew', () => {
  expect(stateOf(root, exercise('1'))).toBe('missing');
  writeMade(root, exercise('1'));
  expect(stateOf(root, exercise('1'))).toBe('fresh');
  expect(stateOf(root, exercise('2'))).toBe('outdated');
});

test.each([
  ['a changed body', (text: string) => text.replace('= 1', '= 7')],
  ['a word in front of the header', (text: string) => `// mine\n${text}`.replace('A header', 'B')],
  ['a lost mark', (text: string) => text.replace(/.*\[made.*\n/, '')],
  ['an empty file', () => ''],
])("a student's work is never outdated: %s", (name, change) => {
  put(exercise('1'), change(exercise('1').text));
  const headerOnly = name.includes('header');
  expect(stateOf(root, exercise('2'))).toBe(headerOnly ? 'outdated' : 'edited');
});

test('a stub with Windows line ends is fresh', () => {
  put(exercise('1'), exercise('1').text.replaceAll('\n', '\r\n'));
  expect(stateOf(root, exercise('1'))).toBe('fresh');
});

const file = 'lessons/90-small/lesson.md';
const whole = smallFiles[file] ?? '';
const notebook = (source: string): MadeFile => ({
  path: 'notebooks/90-small.ipynb',
  text: makeNotebook(smallLesson, readLessonText(source, file)),
  kind: 'notebook',
});

test('a notebook that was only run is outdated; one with changed cells holds work', () => {
  const made = notebook(whole);
  const json = JSON.parse(made.text) as {
    cells: (Omit<Cell, 'outputs'> & { outputs?: unknown })[];
  };
  const ran = json.cells.map((cell) => ({ ...cell, outputs: [{ text: '1' }] }));
  put(made, JSON.stringify({ ...json, cells: ran }));
  expect(stateOf(root, made)).toBe('outdated');
  const joined = ran.map((cell) => ({ ...cell, source: cell.source.join('') }));
  put(made, JSON.stringify({ ...json, cells: joined }));
  expect(stateOf(root, made)).toBe('outdated');
  put(made, JSON.stringify({ ...json, cells: json.cells.slice(1) }));
  expect(stateOf(root, made)).toBe('edited');
  put(made, 'not a notebook');
  expect(stateOf(root, made)).toBe('edited');
});

test('stale files are named with what to do', () => {
  writeMade(root, exercise('1'));
  const stale = staleFiles(root, [exercise('2'), notebook(whole)]);
  expect(stale.map(describeStale)).toEqual([
    'exercises/90-small.ts is outdated. Run `npm run lessons`.',
    'notebooks/90-small.ipynb is missing. Run `npm run lessons`.',
  ]);
  put(exercise('1'), 'mine');
  expect(staleFiles(root, [exercise('2')]).map(describeStale)[0]).toMatch(/holds someone's work/);
});
