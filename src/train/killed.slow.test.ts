import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFile, projectRoot } from '../core/files.js';
import { makeRng } from '../core/index.js';
import { numbers, options } from './testing/small-run.js';
import { trainingLoop } from './training-loop.js';

/** Starts training in a process of its own and kills it once it has saved some checkpoints. */
async function trainAndKill(path: string, saved: number): Promise<void> {
  const child = spawn(
    process.execPath,
    [projectFile('node_modules/tsx/dist/cli.mjs'), 'src/train/testing/endless-run.ts', path],
    { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  let lines = 0;
  for await (const chunk of child.stdout) {
    lines += String(chunk).split('\n').length - 1;
    if (lines >= saved) break;
  }
  // The whole group: tsx runs the program in a child of its own.
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test('training that is killed again and again loses no checkpoint, and goes on exactly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-killed-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'last.safetensors');
  for (const saved of [3, 7, 12]) await trainAndKill(path, saved);

  const taken: number[] = [];
  const steps = 400;
  const resumed = await trainingLoop(
    options({
      steps,
      checkpoints: { path, every: 5000, resume: true },
      onEvent: (event) => event.kind === 'step' && taken.push(event.step),
    }),
    makeRng(3),
  );
  expect(taken[0]).toBeGreaterThanOrEqual(20);
  expect(taken.at(-1)).toBe(steps);
  const whole = await trainingLoop(options({ steps }), makeRng(3));
  expect(numbers(resumed.params)).toEqual(numbers(whole.params));
  expect(readdirSync(folder)).toContain('last.safetensors');
});
