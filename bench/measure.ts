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

interface Command {
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
  const began = performance.now();
  const child = spawn(command.program, command.args, {
    cwd: command.folder ?? projectRoot(),
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  if (status === 0) return seconds;
  const shown = [command.program, ...command.args].join(' ');
  throw new Error(`${shown}: expected status 0, received ${String(status)}.\n${printed}`);
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
