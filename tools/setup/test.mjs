// npm test: sets up what is missing, then runs the tests; arguments go to vitest. `--all` adds the
// slow ones.
import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { here, places } from './places.mjs';
import { handOver } from './run-program.mjs';
import { runEntry, setUp } from './setup.mjs';

await runEntry(async () => {
  const { node } = await setUp(here, { extent: 'all' });
  const vitest = path.join(places(here).modules, 'vitest', 'vitest.mjs');
  const given = process.argv.slice(2);
  const args = given.filter((arg) => arg !== '--all');
  const all = args.length < given.length;
  const env = { ...process.env, UNROLL_ROOT: here, UNROLL_TESTS: all ? 'all' : 'fast' };
  const status = await handOver(node, [vitest, 'run', ...args], env);
  if (!all) {
    process.stdout.write(
      `Left out: ${slowFiles(here)} files of slow tests. With them: npm test -- --all\n`,
    );
  }
  return status;
});

/** @param {string} root */
function slowFiles(root) {
  const made = new Set(['node_modules', '.venv', '.unroll', '.git']);
  return fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !made.has(entry.name))
    .flatMap(({ name }) =>
      fs.readdirSync(path.join(root, name), { encoding: 'utf8', recursive: true }),
    )
    .filter((file) => /\.slow\b.*\.test\.ts$/.test(file)).length;
}
