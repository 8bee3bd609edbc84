import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installKernelspec } from './jupyter.mjs';
import { firstLesson, notebookNames, writeLayouts } from './layout.mjs';

function course(): string {
  const root = mkdtempSync(join(tmpdir(), 'unroll-layout-'));
  for (const folder of ['notebooks', 'exercises']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'notebooks', '01-rnn.ipynb'), '{}');
  writeFileSync(join(root, 'notebooks', '00-start.ipynb'), '{}');
  writeFileSync(join(root, 'exercises', '01-rnn.ts'), '');
  return root;
}

test('notebooks come in their order; the first with exercises is the one to open', () => {
  const root = course();
  expect(notebookNames(root)).toEqual(['00-start', '01-rnn']);
  expect(firstLesson(root)).toBe('01-rnn');
});

test('the layout of a page without exercises is the notebook alone', () => {
  const root = course();
  const folder = join(root, 'workspaces');
  writeLayouts(root, folder);
  const [name = ''] = readdirSync(folder).filter((file) => file.startsWith('00-start'));
  const text = readFileSync(join(folder, name), 'utf8');
  expect(text).toContain('notebook:notebooks/00-start.ipynb');
  expect(text).not.toContain('editor:');
});

test('a layout opens the notebook with the exercise beside it', () => {
  const root = course();
  const folder = join(root, 'workspaces');
  writeLayouts(root, folder);
  // JupyterLab finds a workspace by the hash in its file's name.
  const file = join(folder, '01-rnn-e505.jupyterlab-workspace');
  expect(readdirSync(folder)).toContain('01-rnn-e505.jupyterlab-workspace');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('notebook:notebooks/01-rnn.ipynb');
  expect(text).toContain('editor:exercises/01-rnn.ts');
});

test('a layout that the student has changed stays', () => {
  const root = course();
  const folder = join(root, 'workspaces');
  writeLayouts(root, folder);
  const [name = ''] = readdirSync(folder);
  writeFileSync(join(folder, name), 'mine');
  writeLayouts(root, folder);
  expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
});

test('the kernelspec names programs of the clone alone', () => {
  const root = course();
  installKernelspec(root);
  const file = join(root, '.venv', 'share', 'jupyter', 'kernels', 'unroll', 'kernel.json');
  const spec = JSON.parse(readFileSync(file, 'utf8')) as { argv: string[]; display_name: string };
  expect(spec.display_name).toBe('Unroll (TypeScript)');
  expect(spec.argv.slice(0, 2).every((path) => path.startsWith(root))).toBe(true);
});
