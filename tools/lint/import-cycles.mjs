import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * A rule for the linter: no file imports one that leads back to it, for a type neither.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importCycles = {
  create: (context) => ({
    Program(node) {
      const way = wayBack(context.filename);
      if (way === undefined) return;
      const names = way.map((file) => path.relative(context.cwd, file)).join(' -> ');
      context.report({ node, message: `Imports lead in a circle: ${names}. Move what both use.` });
    },
  }),
};

/**
 * The shortest way by which imports lead from a file back to itself.
 *
 * @param {string} start
 * @returns {readonly string[] | undefined}
 */
function wayBack(start) {
  const seen = new Set();
  const ways = [[start]];
  for (const way of ways) {
    for (const file of importsOf(way.at(-1) ?? start)) {
      if (file === start) return [...way, file];
      if (seen.has(file)) continue;
      seen.add(file);
      ways.push([...way, file]);
    }
  }
  return undefined;
}

/** @type {Map<string, { readonly modified: number, readonly files: readonly string[] }>} */
const known = new Map();

/**
 * The files of the project that one imports.
 *
 * @param {string} file
 */
function importsOf(file) {
  const modified = fs.statSync(file).mtimeMs;
  const before = known.get(file);
  if (before?.modified === modified) return before.files;
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(file, 'utf8'));
  const files = importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.resolve(path.dirname(file), fileName))
    .flatMap((at) => [at.replace(/\.js$/, '.ts'), at].find((one) => fs.existsSync(one)) ?? []);
  known.set(file, { modified, files });
  return files;
}
