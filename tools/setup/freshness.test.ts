import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { buildList, inputOf, staleReason } from './freshness.mjs';
import { writeWhole } from './stamps.mjs';
import { temporaryClone } from './testing.js';

const longAgo = 1_000_000_000;

function builtClone(): string {
  const root = temporaryClone();
  fs.writeFileSync(path.join(root, 'main.ts'), 'export {};');
  fs.utimesSync(path.join(root, 'main.ts'), longAgo, longAgo);
  writeWhole(path.join(root, '.unroll', 'build', 'cli.mjs'), '');
  const cli = { inputs: [inputOf(root, 'main.ts')], outputs: ['.unroll/build/cli.mjs'] };
  writeWhole(buildList(root), JSON.stringify({ cli }));
  return root;
}

it('finds a build fresh while its sources and bundles stand', () => {
  expect(staleReason(builtClone())).toBeUndefined();
});

it('notices a changed source by its time, and by its size', () => {
  const root = builtClone();
  fs.utimesSync(path.join(root, 'main.ts'), 1, 1);
  expect(staleReason(root)).toBe('main.ts changed');
  const other = builtClone();
  fs.appendFileSync(path.join(other, 'main.ts'), '//');
  fs.utimesSync(path.join(other, 'main.ts'), longAgo, longAgo);
  expect(staleReason(other)).toBe('main.ts changed');
});

it('notices what is gone', () => {
  const withoutSource = builtClone();
  fs.rmSync(path.join(withoutSource, 'main.ts'));
  expect(staleReason(withoutSource)).toBe('main.ts changed');
  const withoutBundle = builtClone();
  fs.rmSync(path.join(withoutBundle, '.unroll', 'build', 'cli.mjs'));
  expect(staleReason(withoutBundle)).toBe('.unroll/build/cli.mjs is gone');
  expect(staleReason(temporaryClone())).toBe('nothing is built');
});

it('looks at the bundles it is asked for', () => {
  const root = builtClone();
  expect(staleReason(root, ['kernel'])).toBe('kernel is not built');
  expect(staleReason(root, ['cli'])).toBeUndefined();
});
