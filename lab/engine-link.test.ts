import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { warmEngine } from './engine-link.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unroll-engine-'));
  vi.stubEnv('UNROLL_ROOT', root);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** An engine that notes what it is asked, and fails at it. */
function failingEngine(): readonly string[] {
  const asked: string[] = [];
  Object.assign(globalThis, { askedOfEngine: asked });
  mkdirSync(join(root, '.unroll', 'build'), { recursive: true });
  writeFileSync(
    join(root, '.unroll', 'build', 'engine.cjs'),
    `exports.yours = async (lesson) => { askedOfEngine.push(lesson); throw new Error('no'); };`,
  );
  return asked;
}

const idle = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a lesson is graded ahead, after the cell that starts it, and a failure is not said there', async () => {
  const asked = failingEngine();
  warmEngine('90-small');
  expect(asked).toEqual([]);
  await idle();
  expect(asked).toEqual(['90-small']);
});

test('before set-up has built an engine nothing is graded', async () => {
  warmEngine('90-small');
  await idle();
});
