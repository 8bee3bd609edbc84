/**
 * `npm run lessons`: makes notebooks, exercises and answer keys; `--check` compares, `--watch` goes
 * on, `--sizes` counts.
 */
import { projectRoot } from '../../src/core/files.js';
import { loadLessons } from './load-lessons.js';
import { compile, describeMade, make } from './make.js';
import { describeStale, staleFiles } from './stale.js';
import { allSizes, sizeTable } from './size-table.js';
import { watchLessons } from './watch.js';

const usage = `Usage: npm run lessons [-- --check | --watch | --sizes]

Makes notebooks/, exercises/, solutions/, teaching/ and lab/yours.ts from lessons/ and src/.
  --check   write nothing; exit with 1 and name each file that is outdated
  --watch   go on: make what is stale after each save
  --sizes   write nothing; print how long each lesson is and what is beyond the sizes (--json too)`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [option, second] = args;
  const root = projectRoot();
  if (option === '--sizes' && (second === undefined || second === '--json'))
    return printSizes(root, second === '--json');
  if (second === undefined)
    switch (option) {
      case undefined:
        return makeOnce(root);
      case '--check':
        return check(root);
      case '--watch':
        return watchLessons(root);
      case '--help':
      case '-h':
        console.log(usage);
        return 0;
    }
  console.error(`'${args.join(' ')}' is unknown.\n\n${usage}`);
  return 2;
}

async function makeOnce(root: string): Promise<number> {
  const made = await make(root, await loadLessons(root));
  const { done, wrong } = describeMade(made);
  for (const line of done) console.log(line);
  for (const line of wrong) console.error(line);
  return made.problems.length > 0 ? 1 : 0;
}

async function printSizes(root: string, json: boolean): Promise<number> {
  const { sizes, problems } = allSizes(root, await loadLessons(root));
  console.log(json ? JSON.stringify(sizes, undefined, 2) : sizeTable(sizes));
  for (const { message } of problems) console.error(message);
  return problems.length > 0 ? 1 : 0;
}

async function check(root: string): Promise<number> {
  const { files, problems } = await compile(root, await loadLessons(root));
  const stale = staleFiles(root, files);
  for (const { message } of problems) console.error(message);
  for (const file of stale) console.error(describeStale(file));
  return problems.length > 0 || stale.length > 0 ? 1 : 0;
}
