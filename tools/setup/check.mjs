// npm run check: format, lint, types under both compilers, and whether what is generated is fresh.
import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { here, places } from './places.mjs';
import { handOver } from './run-program.mjs';
import { runEntry, setUp } from './setup.mjs';
import { runTool } from './tool.mjs';

const lessonsTool = 'tools/lessons/main.ts';

await runEntry(async () => {
  const { node } = await setUp(here, { extent: 'tools' });
  const inModules = (/** @type {string} */ file) => path.join(places(here).modules, file);
  const run = (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
    handOver(node, [inModules(file), ...args]);
  process.chdir(here);
  /** @type {[name: string, check: () => Promise<number>][]} */
  const checks = [
    ['format', () => run('prettier/bin/prettier.cjs', '--check', '.')],
    ['lint', () => run('eslint/bin/eslint.js', '.')],
    ['types', () => run('typescript/lib/tsc.js', '--noEmit', '-p', '.')],
    // Notebooks are compiled by the kernel's own, older compiler.
    [
      'types in notebooks',
      () => run('@tslab/typescript-for-tslab/lib/tsc.js', '-p', 'tsconfig.tslab.json'),
    ],
  ];
  if (fs.existsSync(path.join(here, lessonsTool))) {
    checks.push(['generated files', () => runTool(here, node, lessonsTool, ['--check'])]);
  }
  /** @type {string[]} */
  const failed = [];
  for (const [name, check] of checks) {
    const began = Date.now();
    const status = await check();
    if (status !== 0) failed.push(name);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stderr.write(`${status === 0 ? '✔' : '✘'} ${name} (${seconds} s)\n`);
  }
  if (failed.length > 0) process.stderr.write(`\nFailed: ${failed.join(', ')}.\n`);
  return failed.length === 0 ? 0 : 1;
});
