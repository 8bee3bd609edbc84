import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { projectFile, projectRoot } from './files.js';

const folder = process.cwd();
const named = process.env['UNROLL_ROOT'];

afterEach(() => {
  process.chdir(folder);
  if (named === undefined) delete process.env['UNROLL_ROOT'];
  else process.env['UNROLL_ROOT'] = named;
});

test('the project is found from a folder inside it', () => {
  delete process.env['UNROLL_ROOT'];
  const root = projectRoot();
  process.chdir(join(root, 'src', 'core'));
  expect(projectRoot()).toBe(root);
  expect(projectFile('data/x.txt')).toBe(join(root, 'data/x.txt'));
});

test('UNROLL_ROOT names it from anywhere; elsewhere there is a remedy', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'unroll-files-'));
  process.chdir(elsewhere);
  process.env['UNROLL_ROOT'] = '/somewhere';
  expect(projectRoot()).toBe('/somewhere');
  delete process.env['UNROLL_ROOT'];
  expect(() => projectRoot()).toThrow(/set UNROLL_ROOT/);
  process.chdir(folder);
  rmSync(elsewhere, { recursive: true });
});
