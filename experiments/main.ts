/** npm run experiments [-- NAME...] [--seeds N] [--save]: what the lessons say about learning, trained anew and counted. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { useBackend } from '../src/core/backend.js';
import { projectFile } from '../src/core/files.js';
import { adding } from './adding.js';
import { entities } from './entities.js';
import type { Experiment } from './experiment.js';
import { proseRates } from './prose-rates.js';
import { prose, proseOthers } from './prose.js';
import { report } from './report.js';

const experiments: readonly Experiment[] = [prose, proseOthers, proseRates, adding, entities];

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '5' }, save: { type: 'boolean', default: false } },
  });
  const count = Number(values.seeds);
  if (!Number.isInteger(count) || count < 1)
    return refuse(`--seeds: expected a whole number from 1, received ${values.seeds}.`);
  const unknown = positionals.find((name) => !experiments.some((one) => one.name === name));
  if (unknown !== undefined) return refuse(`expected names among these, received ${unknown}.`);
  const { name: backend } = await useBackend();
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  for (const { name, about, run } of experiments) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const tables = await run(seeds, (line) => {
      console.error(`${name}: ${line}`);
    });
    const command = `npm run experiments -- ${name} --seeds ${count}${values.save ? ' --save' : ''}`;
    const text = report(name, about, { command, seeds, backend, node: process.version }, tables);
    console.log(text);
    if (values.save) save(name, text);
  }
  return 0;
}

function save(name: string, text: string): void {
  mkdirSync(projectFile('experiments/results'), { recursive: true });
  writeFileSync(projectFile(`experiments/results/${name}.md`), text);
}

function refuse(why: string): number {
  const known = experiments.map(({ name, about }) => `  ${name}: ${about}`).join('\n');
  console.error(`experiments: ${why}\n${known}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
