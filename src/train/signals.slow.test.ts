import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { projectFile, projectRoot } from '../core/files.js';

const loader = pathToFileURL(projectFile('node_modules/tsx/dist/loader.mjs')).href;

/** With this, processors with AVX-512 take the product that others take. */
const product = { ONEDNN_MAX_CPU_ISA: 'AVX2' };

const STEPS = 20;
const SIGNALS = ['SIGINT', 'SIGWINCH'] as const;

interface Run {
  readonly weights: string;
  readonly handled: Readonly<Record<string, number>>;
}

/** Trains in a process of its own; when disturbed, signals arrive all the time. */
async function train(options: { readonly disturbed: boolean; readonly node?: readonly string[] }) {
  const { disturbed, node = [] } = options;
  const child = spawn(
    process.execPath,
    [...node, '--import', loader, 'src/train/testing/disturbed-run.ts', String(STEPS)],
    {
      cwd: projectRoot(),
      env: { ...process.env, ...product },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let text = '';
  let sent = 0;
  let sender: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
    if (disturbed) sender ??= setInterval(() => child.kill(SIGNALS[sent++ % 2]), 1);
    if (!text.endsWith('}\n')) return;
    clearInterval(sender);
    child.stdin.end();
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(sender);
  expect({ status, signal }).toEqual({ status: 0, signal: null });
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Run;
}

test.skipIf(process.platform === 'win32')(
  'training among signals ends with the weights of an undisturbed one',
  async () => {
    const profiles = mkdtempSync(join(tmpdir(), 'unroll-signals-'));
    onTestFinished(() => {
      rmSync(profiles, { recursive: true, force: true });
    });
    const undisturbed = await train({ disturbed: false });
    const disturbed = await train({
      disturbed: true,
      node: ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
    });
    expect(disturbed.weights).toBe(undisturbed.weights);
    const { SIGINT = 0, SIGWINCH = 0, SIGCHLD = 0 } = disturbed.handled;
    expect(SIGINT + SIGWINCH).toBeGreaterThan(5 * STEPS);
    expect(SIGCHLD).toBeGreaterThan(STEPS / 2);
    const [profile = ''] = readdirSync(profiles);
    const { samples } = JSON.parse(readFileSync(join(profiles, profile), 'utf8')) as {
      readonly samples: readonly number[];
    };
    expect(samples.length).toBeGreaterThan(10 * STEPS);
  },
);
