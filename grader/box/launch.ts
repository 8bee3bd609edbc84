import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/files.js';
import { builtBox } from './build.mjs';
import type { Limits } from './limits.js';

/** How to start a box. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** Memory of an empty box as the kernel counts it for RLIMIT_DATA, with room to start in. */
const emptyBoxMegabytes = 800;

/**
 * Isolation L1: Node's permission model with nothing of the disk readable but the runtime, no
 * child processes, workers or addons, and the system's limits where it has them.
 */
export function launchBox(limits: Limits): Launch {
  const built = join(projectRoot(), builtBox.folder);
  const folder = join(built, builtBox.empty);
  const node = [
    '--permission',
    '--no-warnings',
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${String(limits.megabytes)}`,
    ...program(built),
  ];
  const command = [...systemLimits(limits), process.execPath, ...node];
  return { command: command[0] ?? process.execPath, args: command.slice(1), folder };
}

/** The snapshot where this very Node made it, else the bundle. */
function program(built: string): string[] {
  const bundle = join(built, builtBox.bundle);
  const snapshot = join(built, builtBox.snapshot);
  // With a snapshot the script is never read, but without a name there, Node would open the
  // working folder to the box.
  // Nor is it summed up at each start: it was moved into place whole.
  const options = ['--no-verify-snapshot-checksum', '--snapshot-blob', snapshot];
  return madeByThisNode(built) ? [...options, 'box'] : [bundle];
}

function madeByThisNode(built: string): boolean {
  try {
    const made = JSON.parse(readFileSync(join(built, builtBox.version), 'utf8')) as {
      version?: string;
      arch?: string;
    };
    return made.version === process.version && made.arch === process.arch;
  } catch {
    return false;
  }
}

/**
 * Programs put before Node that bound it from outside. The kernel ends the box with its parent,
 * whatever kills that, and a box that nobody watches ends when its processor time is used up.
 */
function systemLimits(limits: Limits): string[] {
  const seconds = Math.ceil(((limits.fullCalls + 1) * limits.cpuMilliseconds) / 1000) + 10;
  if (existsSync('/usr/bin/prlimit') && existsSync('/usr/bin/setpriv'))
    return [
      ...['/usr/bin/setpriv', '--pdeathsig', 'KILL', '/usr/bin/prlimit'],
      `--cpu=${String(seconds)}:${String(seconds + 1)}`,
      `--data=${String((emptyBoxMegabytes + limits.megabytes) * 2 ** 20)}`,
      ...['--core=0', '--nofile=64', '--fsize=1048576', '--'],
    ];
  if (process.platform === 'win32') return [];
  return ['/bin/sh', '-c', `ulimit -t ${String(seconds)}; ulimit -c 0; exec "$0" "$@"`];
}
