/**
 * However JupyterLab or what started it ends, no process of theirs stays. Run: node
 * tools/setup/run.mjs tools/notebooks/lab-ends.ts
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startJupyterLab } from './jupyterlab.js';

const STEM = '00-start';
const WITHIN_MS = 8000;

type Who = 'starter' | 'npm' | 'lab';

let failed = 0;
for (const [who, signal] of [
  ['starter', 'SIGINT'],
  ['starter', 'SIGKILL'],
  ['npm', 'SIGTERM'],
  ['lab', 'SIGKILL'],
  ['lab', 'SIGTERM'],
] as const) {
  const left = await endWith(who, signal);
  const good = left.length === 0;
  if (!good) failed++;
  const what = good ? 'nothing stays' : `these stay:\n  ${left.join('\n  ')}`;
  console.log(`${good ? 'ok      ' : 'FAILED  '}${who} ends by ${signal}: ${what}`);
}
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Starts JupyterLab with a kernel, ends one program of it, and returns what still runs after a
 * while.
 */
async function endWith(who: Who, signal: NodeJS.Signals): Promise<string[]> {
  const { url, starter } = await startJupyterLab(STEM, who === 'npm', 60);
  await startKernel(url);
  const all = familyOf(starter.pid ?? 0);
  const lab = all.find(({ command }) => command.includes('serve.py'));
  if (lab === undefined) return ['no JupyterLab was started'];
  if (!all.some(({ parent }) => parent === lab.pid)) return ['no kernel was started'];
  process.kill(who === 'lab' ? lab.pid : (starter.pid ?? 0), signal);
  const alive = () => all.filter(({ pid }) => isAlive(pid));
  for (let waited = 0; waited < WITHIN_MS && alive().length > 0; waited += 100) await sleep(100);
  const left = alive();
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  return left.map(({ command }) => command);
}

async function startKernel(url: string): Promise<void> {
  const { origin, searchParams } = new URL(url);
  const response = await fetch(`${origin}/api/kernels`, {
    method: 'POST',
    headers: { Authorization: `token ${searchParams.get('token') ?? ''}` },
    body: JSON.stringify({ name: 'unroll' }),
  });
  if (!response.ok) throw new Error(`JupyterLab starts no kernel: ${await response.text()}`);
  // The kernel watches its parent as soon as it runs.
  await sleep(2500);
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process and all that it started, directly or not. */
function familyOf(pid: number): Running[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line): Running => {
      const [own, parent, ...command] = line.trim().split(/\s+/);
      return { pid: Number(own), parent: Number(parent), command: command.join(' ') };
    });
  const family = all.filter((one) => one.pid === pid);
  for (const { pid: parent } of family) family.push(...all.filter((one) => one.parent === parent));
  return family;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** What has ended but was not yet asked for its status. */
function isZombie(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return state.startsWith('Z');
  } catch {
    return true;
  }
}
