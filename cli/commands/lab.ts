import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type School } from '../../school/school.js';
import { exitStatus } from '../../school/usage-error.js';

/** Opens the course as `npm start` does. */
export function lab(school: School, args: readonly string[]): void {
  const start = join(school.root, 'tools', 'setup', 'start.mjs');
  const { status } = spawnSync(process.execPath, [start, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? exitStatus.wrongUsage;
}
