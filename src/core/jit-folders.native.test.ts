import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFile, projectRoot } from './files.js';

/** Runs a graph in a process of its own, whose temporary folder is the given one. */
function runWithTemporaryFolder(folder: string): string {
  const script = `
    import * as tf from '@tensorflow/tfjs-core';
    import { useBackend } from './src/core/backend.js';
    import { jit } from './src/core/jit.js';
    useBackend().then(() => console.log(jit((x) => tf.square(x))(tf.scalar(3)).dataSync()[0]));
  `;
  const tsx = projectFile('node_modules/tsx/dist/cli.mjs');
  return execFileSync(process.execPath, [tsx, '--eval', script], {
    cwd: projectRoot(),
    env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
    encoding: 'utf8',
  });
}

test('a graph leaves no file, and removes those of processes that died with one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jit-folders-'));
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const others = [`unroll-jit-${process.pid}-alive`, 'unroll-jit-notes'];
  for (const name of [...others, `unroll-jit-${dead}-x`]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'saved_model.pb'), 'half a graph');
  }
  expect(runWithTemporaryFolder(folder).trim()).toBe('9');
  const left = readdirSync(folder).filter((name) => name.startsWith('unroll-jit'));
  expect(left.sort()).toEqual([...others].sort());
  rmSync(folder, { recursive: true });
});
