import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMilliseconds: number;
  /** Resident memory. */
  readonly megabytes: number;
}

/** Linux counts processor time for programs in hundredths of a second. */
const tickMilliseconds = 10;

/** Asks the system about a process; undefined where it does not say. */
export async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

async function fromProc(pid: number): Promise<Usage> {
  const read = (file: string) => readFile(`/proc/${String(pid)}/${file}`, 'utf8');
  const [text, status] = await Promise.all([read('stat'), read('status')]);
  // The second field, the name, may hold spaces; what follows its bracket does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    cpuMilliseconds: (Number(fields[11]) + Number(fields[12])) * tickMilliseconds,
    megabytes: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024,
  };
}

async function fromPs(pid: number): Promise<Usage> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)]);
  const [kilobytes = '', time = ''] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[-:]/).reduce((sum, part) => 60 * sum + Number(part), 0);
  return { cpuMilliseconds: 1000 * seconds, megabytes: Number(kilobytes) / 1024 };
}
