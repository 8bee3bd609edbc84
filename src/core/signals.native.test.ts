import * as tf from '@tensorflow/tfjs-core';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectFile, projectRoot } from './files.js';
import { otherProducts, signalCure } from './signals.js';

const onLinux = process.platform === 'linux' && process.arch === 'x64';

/** A project whose addon does not say that it holds signals. */
function projectOfOtherAddon(): string {
  const root = mkdtempSync(join(tmpdir(), 'unroll-addon-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const addon = 'node_modules/@tensorflow/tfjs-node';
  mkdirSync(join(root, addon), { recursive: true });
  for (const name of ['package.json', 'dist'])
    symlinkSync(projectFile(`${addon}/${name}`), join(root, addon, name));
  return root;
}

/** What the environment says of TensorFlow's products once a process has loaded the backend. */
function productsIn(root: string, env: Record<string, string>): unknown {
  const script = `
    import { useBackend } from './src/core/backend.js';
    import { otherProducts } from './src/core/signals.js';
    void useBackend('native').then(() => {
      const names = Object.keys(otherProducts);
      console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, process.env[name]]))));
    });
  `;
  const tsx = projectFile('node_modules/tsx/dist/cli.mjs');
  // This process has loaded the backend itself, which leaves its choice in the environment.
  const others = Object.entries(process.env).filter(([name]) => !(name in otherProducts));
  const given = { ...Object.fromEntries(others), ...env, UNROLL_ROOT: root };
  const options = { cwd: projectRoot(), env: given };
  return JSON.parse(execFileSync(process.execPath, [tsx, '--eval', script], options).toString());
}

/** The signals that each thread of this process blocks, as bits: signal n is bit n - 1. */
function blockedByThread(): bigint[] {
  return readdirSync('/proc/self/task').map((thread) => blockedBy(`/proc/self/task/${thread}`));
}

function blockedBy(thread: string): bigint {
  const found = /^SigBlk:\s*(\w+)$/m.exec(readFileSync(`${thread}/status`, 'utf8'));
  return BigInt(`0x${found?.[1] ?? ''}`);
}

const SIGINT = 1n << 1n;
const SIGPROF = 1n << 26n;
const SIGSEGV = 1n << 10n;

const [KERNEL, ONEDNN] = ['TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL', 'TF_ENABLE_ONEDNN_OPTS'];

describe('signalCure', () => {
  test.each([
    ['linux-x64', {}, 'other products'],
    ['darwin-x64', { [KERNEL]: 'false' }, 'other products'],
    ['linux-x64', { [KERNEL]: '1' }, 'none'],
    ['linux-x64', { [KERNEL]: '0', [ONEDNN]: '1' }, 'none'],
    ['linux-arm64', {}, 'not needed'],
    ['win32-x64', { [KERNEL]: '1' }, 'not needed'],
  ])('without held signals, on %s with %o: %s', (system, env, cure) => {
    expect(signalCure(projectOfOtherAddon(), env, system)).toBe(cure);
  });
});

describe.runIf(onLinux)('the addon that set-up builds', () => {
  test('says that it holds signals', () => {
    expect(signalCure(projectRoot(), {})).toBe('held');
  });

  test("keeps all but faults from TensorFlow's threads", () => {
    const x = tf.ones<tf.Rank.R2>([300, 300]);
    tf.matMul(x, x).dataSync();
    const held = SIGINT | SIGPROF;
    const those = blockedByThread().filter((bits) => (bits & (held | SIGSEGV)) === held);
    expect(those.length).toBeGreaterThan(0);
  });

  test('lets them through again after a call, and after one that fails', () => {
    const before = blockedBy('/proc/thread-self');
    expect(before & SIGINT).toBe(0n);
    const x = tf.ones<tf.Rank.R2>([2, 3]);
    tf.tanh(x).dataSync();
    const op = tf.backend() as unknown as { executeSingleOutput(...of: unknown[]): unknown };
    expect(() => op.executeSingleOutput('MatMul', [], [x, x])).toThrow(/size-incompatible/);
    expect(blockedBy('/proc/thread-self')).toBe(before);
  });
});

test.runIf(onLinux)('an addon that lets signals through loads with other products', () => {
  const root = projectOfOtherAddon();
  expect(productsIn(root, {})).toEqual(otherProducts);
  expect(productsIn(root, { [KERNEL]: '1' })).toMatchObject({ [KERNEL]: '1' });
});
