/**
 * Builds the program that runs inside the box: one file, and where this Node can make one, a
 * snapshot of it already started.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where the parts lie under a project's folder. */
export const builtBox = {
  folder: '.unroll/build',
  bundle: 'box.cjs',
  snapshot: 'box.blob',
  /** Names the Node that made the snapshot: no other can start it. */
  version: 'box.blob.json',
  /** The box's working folder. */
  empty: 'empty',
};

// Node's own names that tfjs needs, taken before they are removed from the global object; and a
// `global` of its own, so that tfjs does not leave its engine where a submission finds it.
const taken = 'const { process, Buffer, setImmediate } = globalThis, global = {};';

/**
 * @param {string} root the project's folder
 * @returns {Promise<{ snapshot: boolean }>} whether there is a snapshot beside the bundle
 */
export async function buildBox(root) {
  const folder = join(root, builtBox.folder);
  await mkdir(join(folder, builtBox.empty), { recursive: true });
  // Loaded here: the launcher reads this file's names at every start of a box.
  const { build } = await import('esbuild');
  // Made aside and moved into place, so that a box never starts from half a file.
  const aside = join(folder, `box-${String(process.pid)}`);
  await mkdir(aside, { recursive: true });
  try {
    const bundle = join(aside, builtBox.bundle);
    await build({
      entryPoints: [join(root, 'grader/box/runtime/main.ts')],
      outfile: bundle,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      banner: { js: `'use strict';${taken}` },
      logLevel: 'error',
    });
    const snapshot = await buildSnapshot(aside, bundle);
    if (!snapshot) await rm(join(folder, builtBox.version), { force: true });
    for (const part of snapshot
      ? [builtBox.snapshot, builtBox.bundle, builtBox.version]
      : [builtBox.bundle])
      await rename(join(aside, part), join(folder, part));
    return { snapshot };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * @param {string} aside folder to write to
 * @param {string} bundle the program
 */
async function buildSnapshot(aside, bundle) {
  const blob = join(aside, builtBox.snapshot);
  try {
    await promisify(execFile)(process.execPath, [
      ...['--no-warnings', '--snapshot-blob', blob, '--build-snapshot', bundle],
    ]);
    const made = JSON.stringify({ version: process.version, arch: process.arch });
    await writeFile(join(aside, builtBox.version), made);
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds the box if a source is newer than what was built.
 *
 * @param {string} root the project's folder
 */
export async function ensureBox(root) {
  const sources = ['grader/box', 'grader/box/runtime', 'src/core', 'grader'];
  const times = await Promise.all(sources.map((folder) => newest(join(root, folder))));
  const built = await stat(join(root, builtBox.folder, builtBox.bundle)).catch(() => undefined);
  if (built === undefined || built.mtimeMs < Math.max(...times)) await buildBox(root);
}

/** @param {string} folder */
async function newest(folder) {
  const names = (await readdir(folder)).filter((name) => /(?<!\.test)\.(ts|mjs)$/.test(name));
  const times = await Promise.all(
    names.map(async (name) => (await stat(join(folder, name))).mtimeMs),
  );
  return Math.max(0, ...times);
}
