import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMilliseconds: number;
  /** Resident memory. */
  readonly megabytes: number;
  /** Whether it runs, or would if it were given a processor: it waits for nothing else. */
  readonly wantsProcessor: boolean;
}

/** Linux counts processor time for programs in hundredths of a second. */
const tickMilliseconds = 10;

/** Asks the system about a process; undefined where it does not say. */
export async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    return process.platform === 'linux' ? fromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

/** Read at once: these files are the kernel's answers, and a detour by other threads costs more. */
function fromProc(pid: number): Usage {
  const read = (file: string) => readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  const [text, status] = [read('stat'), read('status')];
  // The second field, the name, may hold spaces; what follows its bracket does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    cpuMilliseconds: (Number(fields[11]) + Number(fields[12])) * tickMilliseconds,
    megabytes: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024,
    wantsProcessor: fields[0] === 'R',
  };
}

async function fromPs(pid: number): Promise<Usage> {
  const asked = ['-o', 'rss=,time=,state=', '-p', String(pid)];
  const { stdout } = await promisify(execFile)('ps', asked, { timeout: 2000 });
  const [kilobytes = '', time = '', state = ''] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[-:]/).reduce((sum, part) => 60 * sum + Number(part), 0);
  return {
    cpuMilliseconds: 1000 * seconds,
    megabytes: Number(kilobytes) / 1024,
    wantsProcessor: state.startsWith('R'),
  };
}
