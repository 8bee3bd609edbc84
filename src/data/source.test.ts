import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseSource, readText, type Corpus } from './source.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-source-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const absent: Corpus = {
  full: ['node_modules/no-such-package/data.txt'],
  sample: ['data/sample.txt'],
  npmPackage: 'no-such-package',
};
const present: Corpus = { ...absent, full: ['package.json'] };

test('the full set is taken where it is installed', () => {
  expect(chooseSource('load', present, {})).toEqual({
    files: ['package.json'],
    origin: 'the full set (npm no-such-package)',
  });
  expect(chooseSource('load', present, { from: 'sample' }).files).toEqual(['data/sample.txt']);
});

test('the sample is taken elsewhere', () => {
  expect(chooseSource('load', absent, {})).toEqual({
    files: ['data/sample.txt'],
    origin: 'the sample of this repository',
  });
});

test("one's own file goes before both", () => {
  expect(chooseSource('load', present, { file: 'mine.txt', from: 'full' }).files).toEqual([
    'mine.txt',
  ]);
});

test('the full set is never replaced in silence', () => {
  expect(() => chooseSource('load', absent, { from: 'full' })).toThrow(
    'load from: expected the npm package no-such-package, received a course without it. ' +
      "Run npm ci, or pass { from: 'sample' }.",
  );
});

test('a text comes with plain line ends and without a byte order mark', () => {
  expect(readText('load', saved('windows.txt', '\uFEFFone\r\ntwo'))).toBe('one\ntwo');
});

test('a path starts at the folder of the course', () => {
  expect(readText('load', 'package.json')).toContain('"name": "unroll"');
});

test('a missing file, and a folder, are refused with their path', () => {
  expect(() => readText('load', join(folder, 'none.txt'))).toThrow(
    `load file: expected a readable file, received ${join(folder, 'none.txt')} (ENOENT`,
  );
  expect(() => readText('load', folder)).toThrow(`received ${folder} (EISDIR`);
});

test('an empty file is refused', () => {
  const path = saved('empty.txt', ' \n');
  expect(() => readText('load', path)).toThrow(
    `load file: expected a text, received the empty file ${path}. Check that it was saved.`,
  );
});

test('bytes that are not UTF-8 are refused', () => {
  const path = saved('latin1.txt', Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
  expect(() => readText('load', path)).toThrow(
    `load file: expected text in UTF-8, received other bytes in ${path}.`,
  );
});
