import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Lock, busyWith } from './lock.mjs';
import { temporaryClone } from './testing.js';

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

function livingProcess(): number {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid ?? 0;
}

it('is not busy with a set-up that ended, nor with this one', async () => {
  expect(busyWith(undefined)).toBeUndefined();
  expect(busyWith({ pid: await endedProcess() })).toBeUndefined();
  expect(busyWith({ pid: process.pid })).toBeUndefined();
});

it('names a set-up at work, and what a killed one left at work', async () => {
  const living = livingProcess();
  expect(busyWith({ pid: living })).toBe(`another set-up (process ${String(living)})`);
  const orphan = { pid: await endedProcess(), child: { pid: living, what: 'npm ci' } };
  expect(busyWith(orphan)).toBe(`npm ci of an interrupted set-up (process ${String(living)})`);
});

it('takes over the lock of a set-up that was killed', async () => {
  const file = path.join(temporaryClone(), '.unroll', 'setup.lock');
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, JSON.stringify({ pid: await endedProcess() }));
  const lock = new Lock(file);
  await lock.take(() => undefined);
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({ pid: process.pid });
  lock.release();
  expect(fs.existsSync(file)).toBe(false);
});

it('waits for another set-up and says so', async () => {
  const file = path.join(temporaryClone(), 'setup.lock');
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1500)']);
  fs.writeFileSync(file, JSON.stringify({ pid: other.pid }));
  const said: string[] = [];
  const lock = new Lock(file);
  await lock.take((text) => said.push(text));
  expect(said[0]).toBe(`waiting for another set-up (process ${String(other.pid)})`);
  lock.release();
});
