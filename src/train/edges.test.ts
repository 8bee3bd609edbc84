import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { projectFile, projectRoot } from '../core/files.js';
import { edges, rounded } from './testing/edges.js';

/** What a backend in a process of its own makes of each edge. */
function madeBy(backend: string): (string | string[])[] {
  const printed = execFileSync(
    process.execPath,
    [
      projectFile('node_modules/tsx/dist/cli.mjs'),
      projectFile('src/train/testing/edges-program.ts'),
    ],
    {
      cwd: projectRoot(),
      env: { ...process.env, UNROLL_BACKEND: backend },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string | string[]);
}

describe.each(['wasm', 'js'])('%s', (backend) => {
  const made = madeBy(backend);
  test.each(edges.map(({ what, right }, i) => ({ what, right, found: made[i] ?? [] })))(
    '$what',
    ({ right, found }) => {
      const numbers = typeof found === 'string' ? found : found.map(Number);
      expect(rounded(numbers)).toEqual(rounded(right));
    },
  );
});

test.each(edges)('in double precision: $what', ({ compute, right }) => {
  expect(rounded(compute())).toEqual(rounded(right));
});
