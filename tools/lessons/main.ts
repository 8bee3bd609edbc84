/** `npm run lessons`: makes notebooks, exercises and answer keys; `-- --check` only compares. */
import { projectRoot } from '../../src/core/files.js';
import { compileLessons } from './compile.js';
import { loadLessons } from './load-lessons.js';
import { writeMade, type MadeFile } from './made-file.js';
import { describeStale, staleFiles, type StaleFile } from './stale.js';

const usage = `Usage: npm run lessons [-- --check]

Makes notebooks/, exercises/, solutions/ and lab/yours.ts from lessons/ and src/.
  --check   write nothing; exit with 1 and name each file that is outdated`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const strange = args.find((arg) => arg !== '--check');
  if (strange !== undefined) {
    const help = strange === '--help' || strange === '-h';
    (help ? console.log : console.error)(help ? usage : `'${strange}' is unknown.\n\n${usage}`);
    return help ? 0 : 2;
  }
  const root = projectRoot();
  const loaded = await loadLessons(root);
  const complete = loaded.problems.length === 0;
  const compiled = await compileLessons(root, loaded.lessons);
  const problems = [...loaded.problems, ...compiled.problems];
  for (const problem of problems) console.error(problem.message);
  const files = compiled.files.filter(({ path }) => complete || path !== 'lab/yours.ts');
  const stale = args.includes('--check') ? staleFiles(root, files) : write(root, files);
  for (const file of stale) console.error(describeStale(file));
  return problems.length > 0 || (args.includes('--check') && stale.length > 0) ? 1 : 0;
}

/** Writes what is not someone's work; returns the files left alone. */
function write(root: string, files: readonly MadeFile[]): StaleFile[] {
  const stale = staleFiles(root, files);
  for (const { file, state } of stale)
    if (state !== 'edited') {
      writeMade(root, file);
      console.log(`made ${file.path}`);
    }
  if (stale.length === 0) console.log(`${String(files.length)} files are up to date.`);
  return stale.filter(({ state }) => state === 'edited');
}
