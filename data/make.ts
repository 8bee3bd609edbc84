/** Writes the committed samples from the installed packages: `node tools/setup/run.mjs data/make.ts`. */
import { writeFileSync } from 'node:fs';
import { projectFile } from '../src/core/files.js';
import { samples } from './samples.js';

for (const [path, content] of Object.entries(samples())) {
  writeFileSync(projectFile(path), content);
  console.log(`${path}: ${content.length} characters`);
}
