/**
 * npm run experiments [-- NAME...] [--seeds N] [--save]: what the lessons say about learning,
 * trained anew and counted.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { useBackend } from '../src/core/backend.js';
import { projectFile } from '../src/core/files.js';
import { entities } from './entities.js';
import type { Experiment } from './experiment.js';
import { prose } from './prose.js';
import { report } from './report.js';

const usage = 'Usage: npm run experiments [-- NAME...] [--seeds N] [--save]';

const experiments: readonly Experiment[] = [prose, entities];

async function main(args: readonly string[]): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') return refuse(asked);
  const { names, count, save } = asked;
  const { name: backend } = await useBackend();
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  for (const { name, about, run } of experiments) {
    if (names.length > 0 && !names.includes(name)) continue;
    const tables = await run(seeds, (line) => {
      console.error(`${name}: ${line}`);
    });
    const command = `npm run experiments -- ${name} --seeds ${count}${save ? ' --save' : ''}`;
    const text = report(name, about, { command, seeds, backend, node: process.version }, tables);
    console.log(text);
    if (save) keep(name, text);
  }
  return 0;
}

/** What is asked for, or what is wrong with it. */
function read(args: readonly string[]) {
  const options = {
    seeds: { type: 'string', default: '5' },
    save: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const count = Number(values.seeds);
    if (!Number.isInteger(count) || count < 1)
      return `--seeds: expected a whole number from 1, received '${values.seeds}'.`;
    const unknown = positionals.find((name) => !experiments.some((one) => one.name === name));
    if (unknown !== undefined) return `expected names among these, received '${unknown}'.`;
    return { names: positionals, count, save: values.save };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function keep(name: string, text: string): void {
  mkdirSync(projectFile('experiments/results'), { recursive: true });
  writeFileSync(projectFile(`experiments/results/${name}.md`), text);
}

function refuse(why: string): number {
  const known = experiments.map(({ name, about }) => `  ${name}: ${about}`).join('\n');
  console.error(`experiments: ${why}\n${usage}\n${known}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
