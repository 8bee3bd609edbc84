import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {[file: string, modified: number, bytes: number]} Input a source file, relative to the
 * clone
 */
/** @typedef {{ entry: string, inputs: Input[], outputs: string[] }} Built */

/**
 * The list of what the last build read and wrote, in the folder of builds.
 *
 * @param {string} root the clone
 */
export const buildList = (root) => path.join(root, '.unroll', 'build', 'inputs.json');

/**
 * Why what was built no longer fits its sources, or undefined. It looks at times and sizes only: 1
 * ms for 200 files.
 *
 * @param {string} root the clone
 * @param {readonly string[]} [names] bundles to look at; all by default
 */
export function staleReason(root, names) {
  const list = readBuildList(root);
  if (list === undefined) return 'nothing is built';
  for (const name of names ?? Object.keys(list)) {
    const built = list[name];
    if (built === undefined) return `${name} is not built`;
    for (const [file, modified, bytes] of built.inputs) {
      const now = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
      if (now?.mtimeMs !== modified || now.size !== bytes) return `${file} changed`;
    }
    for (const output of built.outputs) {
      if (!fs.existsSync(path.join(root, output))) return `${output} is gone`;
    }
  }
  return undefined;
}

/**
 * @param {string} root the clone
 * @returns {Record<string, Built> | undefined}
 */
export function readBuildList(root) {
  try {
    return JSON.parse(fs.readFileSync(buildList(root), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A source file as it is now, for the list.
 *
 * @param {string} root the clone
 * @param {string} file relative to it
 * @returns {Input}
 */
export function inputOf(root, file) {
  const { mtimeMs, size } = fs.statSync(path.join(root, file));
  return [file, mtimeMs, size];
}
