import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { expect, onTestFinished, test } from 'vitest';
import { parser } from 'typescript-eslint';
import { importCycles } from './import-cycles.mjs';

/** What the rule says of the first of some files. */
function verdict(files: Readonly<Record<string, string>>): readonly string[] {
  const cwd = mkdtempSync(join(tmpdir(), 'unroll-cycles-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const [[name, text] = ['', '']] = Object.entries(files);
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser },
    plugins: { unroll: { rules: { 'import-cycles': importCycles } } },
    rules: { 'unroll/import-cycles': 'error' },
  };
  return new Linter({ cwd }).verify(text, config, join(cwd, name)).map(({ message }) => message);
}

test.each([
  ['a value', `import { b } from './b.js';`, `import { a } from './a.js';`],
  ['a type', `import { b } from './b.js';`, `import type { A } from './a.js';`],
  ['at run time', `export * from './b.js';`, `export const a = () => import('./a.js');`],
])('a circle is named: %s', (_, a, b) => {
  expect(verdict({ 'a.ts': a, 'b.ts': b })).toEqual([
    'Imports lead in a circle: a.ts -> b.ts -> a.ts. Move what both use.',
  ]);
});

test('a circle of three is found, and nothing is said of one that only hangs on it', () => {
  const three = {
    'a.ts': `import './b.js';`,
    'b.ts': `import './c.js';`,
    'c.ts': `import './a.js';`,
  };
  expect(verdict(three)).toHaveLength(1);
  expect(verdict({ 'd.ts': `import './a.js';`, ...three })).toEqual([]);
});

test('two ways to one file are no circle', () => {
  const files = {
    'a.ts': `import './b.js'; import './c.js'; import 'node:fs'; import './none.js';`,
    'b.ts': `import './c.js';`,
    'c.ts': '',
  };
  expect(verdict(files)).toEqual([]);
});
