// What ./unroll falls back to: sets up what the command needs, then runs it.
import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { here, places } from './places.mjs';
import { handOver } from './run-program.mjs';
import { runEntry, setUp } from './setup.mjs';

await runEntry(async () => {
  const { node } = await setUp(here, { extent: 'command' });
  const command = path.join(places(here).build, 'cli.mjs');
  if (!fs.existsSync(command)) {
    throw new SetupError(
      'unroll: expected cli/main.ts in the clone, received none. Restore it with git.',
    );
  }
  const env = { ...process.env, UNROLL_ROOT: here, UNROLL_SET_UP: 'done' };
  return handOver(node, [command, ...process.argv.slice(2)], env);
});
