import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFile } from '../../src/core/files.js';

/** How a program left the terminal: as a shell wants it, both are true. */
export interface Mode {
  readonly canonical: boolean;
  readonly echo: boolean;
}

/** A program in a pseudo-terminal. */
export interface Terminal {
  /** What was shown since the screen was last cleared, without colours. */
  readonly screen: () => string;
  /** All that was ever shown. */
  readonly shown: () => string;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen holds it, however long a busy machine takes. */
  readonly until: (wanted: string | RegExp) => Promise<void>;
  /** How the terminal is set right now. */
  readonly mode: () => Promise<Mode>;
  /** What the program's own children are called; on Linux alone. */
  readonly children: () => readonly string[];
  /** Takes the terminal away, as closing its window does. */
  readonly vanish: () => void;
  /** Whether the program still runs; on Linux alone. */
  readonly lives: () => boolean;
  /** Waits for the program's end. */
  readonly ended: Promise<Mode & { readonly status: number }>;
}

interface Told {
  readonly pid?: number;
  readonly shown?: string;
  readonly mode?: Mode;
  readonly status?: number;
}

const mostSeconds = 45;

/** Starts a program in a pseudo-terminal; Python has one, Node has not. */
export function openTerminal(
  argv: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  [columns, rows]: readonly [number, number] = [100, 40],
): Terminal {
  const child = spawn(
    'python3',
    [projectFile('cli/testing/terminal.py'), String(columns), String(rows), ...argv],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let all = '';
  let program = 0;
  let asked: ((mode: Mode) => void) | undefined;
  const ended = new Promise<Mode & { readonly status: number }>((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { pid, shown = '', mode, status } = JSON.parse(line) as Told;
      program = pid ?? program;
      all += shown;
      if (mode !== undefined && status !== undefined) resolve({ ...mode, status });
      else if (mode !== undefined) asked?.(mode);
    });
  });
  // It may have ended before it is told something.
  child.stdin.on('error', () => undefined);
  const send = (command: Readonly<Record<string, unknown>>) => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
  };
  const screen = () => withoutColours(all.slice(all.lastIndexOf('\u001b[2J') + 1));
  return {
    screen,
    shown: () => all,
    type: (keys) => {
      send({ type: keys });
    },
    resize: (...size) => {
      send({ size });
    },
    mode: () =>
      new Promise((resolve) => {
        asked = resolve;
        send({ mode: true });
      }),
    until: async (wanted) => {
      const began = performance.now();
      const isThere = () =>
        typeof wanted === 'string' ? screen().includes(wanted) : wanted.test(screen());
      while (!isThere()) {
        if (performance.now() - began > 1000 * mostSeconds)
          throw new Error(`expected ${String(wanted)} on the screen, received:\n${screen()}`);
        await sleep(20);
      }
    },
    vanish: () => {
      child.kill('SIGKILL');
    },
    lives: () => existsSync(`/proc/${String(program)}`),
    children: () => {
      const pids = readFileSync(
        `/proc/${String(program)}/task/${String(program)}/children`,
        'utf8',
      );
      const named = (pid: string) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return pids.split(' ').filter(Boolean).map(named);
    },
    ended,
  };
}

/** Control sequences introduced by ESC [ . */
const sequence = new RegExp(`${String.fromCharCode(27)}?\\[[0-9;?]*[A-Za-z]`, 'g');

function withoutColours(text: string): string {
  return text.replaceAll(sequence, '').replaceAll('\r\n', '\n');
}
