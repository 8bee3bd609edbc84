import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { School } from '../../school/school.js';
import { exitStatus, UsageError } from '../../school/usage-error.js';

/** Runs a TypeScript file on the course's own Node, as an exercise file is written. */
export function run({ root }: School, file: string, args: readonly string[]): void {
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(
      `unroll run: expected a TypeScript file, received ${file}, which does not exist. Check the path.`,
    );
  const loader = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const { status } = spawnSync(process.execPath, ['--import', loader, path, ...args], {
    stdio: 'inherit',
    env: { ...process.env, UNROLL_ROOT: root },
  });
  process.exitCode = status ?? exitStatus.wrongUsage;
}
