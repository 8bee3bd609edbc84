import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { projectRoot } from '../src/core/files.js';

/** One line of the table: a time of ours beside a peer's in the same run. */
export interface Row {
  readonly what: string;
  /** Seconds, median of the runs. */
  readonly ours: number;
  /** What it is held against, and its seconds; none where there is nothing to compare with. */
  readonly peer?: { readonly name: string; readonly seconds: number };
  /** What is aimed at, in words. */
  readonly goal: string;
}

/** A group of measurements that can be asked for by name. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<readonly Row[]>;
}

/** A program to be run as a process of its own. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end.
 *
 * @returns seconds from start to end
 * @throws Error with what it printed, if it ends with another status than 0
 */
export async function timeCommand(command: Command): Promise<number> {
  return (await run(command)).seconds;
}

/**
 * What a command prints.
 *
 * @throws Error with what it printed, if it ends with another status than 0
 */
export async function printedBy(command: Command): Promise<string> {
  return (await run(command)).printed;
}

/**
 * What each of several programs takes for one step of its work, as it prints itself on the last
 * line of its output. The programs run in turn, A B A B, each time as a process of its own.
 *
 * @returns seconds, the median of the rounds, in the order of the programs
 */
export async function timeSteps(
  programs: readonly Command[],
  rounds: number,
): Promise<readonly number[]> {
  const times: number[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, program] of programs.entries()) {
      const { printed } = await run(program);
      const seconds = Number(printed.trim().split('\n').at(-1));
      if (!(seconds > 0))
        throw new Error(`expected seconds on the last line, received: ${printed}`);
      times[i]?.push(seconds);
    }
  return times.map(median);
}

async function run(
  command: Command,
): Promise<{ readonly seconds: number; readonly printed: string }> {
  const began = performance.now();
  const child = spawn(command.program, command.args, {
    cwd: command.folder ?? projectRoot(),
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  if (status === 0) return { seconds, printed };
  const shown = [command.program, ...command.args].join(' ');
  throw new Error(
    `${shown}: expected status 0, received ${String(status)}.\n${printed}${complained}`,
  );
}

/** Median seconds of two commands run in turn, A B A B, after one warm-up of each. */
export async function timeSideBySide(
  ours: Command,
  peer: Command,
  runs: number,
): Promise<readonly [ours: number, peer: number]> {
  await timeCommand(ours);
  await timeCommand(peer);
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < runs; i++) {
    a.push(await timeCommand(ours));
    b.push(await timeCommand(peer));
  }
  return [median(a), median(b)];
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
