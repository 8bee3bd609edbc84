// node tools/setup/run.mjs FILE.ts [ARGUMENTS]: sets up packages, then runs a TypeScript tool on
// Node 24.
import './node-version.mjs';
import { here } from './places.mjs';
import { runEntry, setUp } from './setup.mjs';
import { runTool } from './tool.mjs';

await runEntry(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('run: expected a TypeScript file, received nothing. Name one.\n');
    return 2;
  }
  const { node } = await setUp(here, { extent: 'tools' });
  return runTool(here, node, file, args);
});
