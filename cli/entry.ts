// The first lines of the bundled command `unroll`: runs it when its bundle fits its sources, else
// lets set-up mend that.
import { spawnSync } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { staleReason } from '../tools/setup/freshness.mjs';
import { readStamps } from '../tools/setup/stamps.mjs';

const root = process.env.UNROLL_ROOT ?? path.resolve(import.meta.dirname, '..', '..');
process.env.UNROLL_ROOT = root;

// A reader such as `head` may leave before all is printed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const isMended = process.env.UNROLL_SET_UP === 'done';

if (isMended || (isSetUp() && staleReason(root, ['cli', 'box']) === undefined)) {
  delete process.env.UNROLL_SET_UP;
  enableCompileCache(path.join(root, '.unroll', 'cache', 'compile'));
  await import('./main.js');
} else {
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'tools', 'setup', 'run-cli.mjs'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 2;
}

function isSetUp(): boolean {
  const { packages, node } = readStamps(root);
  return packages !== undefined && node !== undefined;
}
