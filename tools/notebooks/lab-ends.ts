/** However JupyterLab or what started it ends, no process of theirs stays. Run: node tools/setup/run.mjs tools/notebooks/lab-ends.ts */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startJupyterLab } from './jupyterlab.js';

const STEM = '00-start';
const WITHIN_MS = 8000;

let failed = 0;
for (const [who, signal] of [
  ['starter', 'SIGINT'],
  ['starter', 'SIGKILL'],
  ['lab', 'SIGKILL'],
  ['lab', 'SIGTERM'],
] as const) {
  const left = await endWith(who, signal);
  const good = left.length === 0;
  if (!good) failed++;
  console.log(`${good ? 'ok      ' : 'FAILED  '}${who} ends by ${signal}: ${good ? 'nothing stays' : left.join(', ')}`);
}
process.exitCode = failed > 0 ? 1 : 0;

/** Starts JupyterLab with a kernel, ends one of them, and returns what still runs after a while. */
async function endWith(who: 'starter' | 'lab', signal: NodeJS.Signals): Promise<string[]> {
  const { url, starter } = await startJupyterLab(STEM, false, 60);
  const starterPid = starter.pid ?? 0;
  const [labPid = 0] = childrenOf(starterPid);
  await startKernel(url);
  const kernels = childrenOf(labPid);
  if (kernels.length === 0) return ['no kernel was started'];
  const all = [starterPid, labPid, ...kernels];
  process.kill(who === 'lab' ? labPid : starterPid, signal);
  for (let waited = 0; waited < WITHIN_MS && all.some(isAlive); waited += 100) await sleep(100);
  const left = all.filter(isAlive);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  return left.map((pid) => (pid === starterPid ? 'starter' : pid === labPid ? 'lab' : 'kernel'));
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

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
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
