import { existsSync, readFileSync } from 'node:fs';
import { lstat, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { whereIs } from '../../tools/setup/node-binary.mjs';
import { places } from '../../tools/setup/places.mjs';
import { findPython } from '../../tools/setup/python.mjs';
import { runProgram } from '../../tools/setup/run-program.mjs';
import { type Finding, type Machine, setUpAgain } from './finding.js';

const oldestSystemMajor = 20;
const lowSpaceBytes = 1e9;

/** The Node that runs the course, and the one that starts the set-up. */
export async function nodeFinding({ root, env }: Machine): Promise<Finding> {
  const outside = (env['PATH'] ?? '').split(':').filter((folder) => !folder.startsWith(root));
  const system = whereIs('node', { PATH: outside.join(':') });
  const answer = system === undefined ? undefined : await runProgram(system, ['--version']);
  const version = answer?.status === 0 ? answer.output.trim() : undefined;
  const found = `${process.version} runs the course; this machine's own: ${version ?? 'none'}`;
  if (Number(version?.slice(1).split('.')[0]) >= oldestSystemMajor)
    return { name: 'Node', status: 'ok', found };
  const remedy = `Install Node ${String(oldestSystemMajor)} or newer from nodejs.org: npm start needs it.`;
  return { name: 'Node', status: 'poor', found, remedy };
}

/** JupyterLab in the clone's own Python environment. */
export async function jupyterFinding({ root, env }: Machine): Promise<Finding> {
  const question = 'import sys, jupyterlab; print(jupyterlab.__version__, sys.version.split()[0])';
  const { python } = places(root);
  const { status, output } = await runProgram(python, ['-c', question], { env, seconds: 60 });
  const [lab, version] = output.trim().split(' ');
  if (status === 0)
    return {
      name: 'JupyterLab',
      status: 'ok',
      found: `${lab ?? ''} in .venv, Python ${version ?? ''}`,
    };
  const found = await findPython(env);
  if (found === undefined || found.lacks !== '') {
    const here = found && `; ${found.path} ${found.version} is without ${found.lacks}`;
    return {
      name: 'JupyterLab',
      status: 'missing',
      found: `not in .venv${here ?? '; no Python 3.10 or newer'}`,
      remedy: `Install Python 3.11 with venv (Debian: apt install python3-venv), then ${setUpAgain}.`,
    };
  }
  const absent = `not in .venv; ${found.path} is Python ${found.version}`;
  return { name: 'JupyterLab', status: 'missing', found: absent, remedy: setUpAgain };
}

/** Our kernel, as JupyterLab will find it. */
export function kernelFinding({ root }: Machine): Finding {
  const file = join(places(root).venv, 'share', 'jupyter', 'kernels', 'unroll', 'kernel.json');
  const absent = [file, ...(existsSync(file) ? programsOf(file) : [])].find((x) => !existsSync(x));
  return absent === undefined
    ? { name: 'kernel', status: 'ok', found: 'Unroll (TypeScript)' }
    : { name: 'kernel', status: 'missing', found: `no ${absent}`, remedy: setUpAgain };
}

function programsOf(kernelspec: string): string[] {
  const spec: unknown = JSON.parse(readFileSync(kernelspec, 'utf8'));
  if (typeof spec !== 'object' || spec === null || !('argv' in spec)) return [];
  const words: unknown[] = Array.isArray(spec.argv) ? spec.argv : [];
  return words.filter((word) => typeof word === 'string').filter((word) => !word.startsWith('{'));
}

/** What keeps submitted code from this machine. */
export async function isolationFinding({ env }: Machine): Promise<Finding> {
  const forbidden = `require('node:fs').readdirSync(${JSON.stringify(dirname(process.execPath))})`;
  const { output } = await runProgram(process.execPath, ['--permission', '-e', forbidden], { env });
  if (!output.includes('ERR_ACCESS_DENIED'))
    return {
      name: 'isolation',
      status: 'missing',
      found: "Node's permission model does not answer",
      remedy: `Use the course's own Node: ${setUpAgain}.`,
    };
  const limits = whereIs('prlimit', env) !== undefined;
  const level = "L1: a process of its own under Node's permission model";
  if (limits) return { name: 'isolation', status: 'ok', found: `${level}, limits by prlimit` };
  return {
    name: 'isolation',
    status: 'poor',
    found: `${level}, without prlimit: time and memory are watched from outside alone`,
    remedy:
      process.platform === 'linux'
        ? 'Install prlimit (Debian: apt install util-linux).'
        : 'Grade the work of others on Linux.',
  };
}

/** Space on the disk, and what the clone takes of it. */
export async function diskFinding({ root }: Machine): Promise<Finding> {
  const { bavail, bsize } = await statfs(root);
  const freeBytes = bavail * bsize;
  const usedBytes = await bytesUnder(root);
  const found = `${gigabytes(freeBytes)} free; the clone takes ${gigabytes(usedBytes)}`;
  const measured = { freeBytes, usedBytes };
  if (freeBytes >= lowSpaceBytes) return { name: 'disk', status: 'ok', found, measured };
  const remedy = 'Free some space: checkpoints and downloads need about 1 GB.';
  return { name: 'disk', status: 'poor', found, measured, remedy };
}

async function bytesUnder(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesUnder(path);
    else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
