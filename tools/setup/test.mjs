// npm test: sets up what is missing, then runs every test; arguments go to vitest.
import './node-version.mjs';
import path from 'node:path';
import { here, places } from './places.mjs';
import { handOver } from './run-program.mjs';
import { runEntry, setUp } from './setup.mjs';

await runEntry(async () => {
  const { node } = await setUp(here, { extent: 'all' });
  const vitest = path.join(places(here).modules, 'vitest', 'vitest.mjs');
  const env = { ...process.env, UNROLL_ROOT: here };
  return handOver(node, [vitest, 'run', ...process.argv.slice(2)], env);
});
