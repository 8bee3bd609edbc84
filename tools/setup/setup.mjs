import fs from 'node:fs';
import path from 'node:path';
import { backendStep } from './backend.mjs';
import { buildStep } from './build.mjs';
import { SetupError } from './errors.mjs';
import { jupyterStep, kernelStep, labModule } from './jupyter.mjs';
import { Lock } from './lock.mjs';
import { nodeStep } from './node-binary.mjs';
import { packagesStep } from './packages.mjs';
import { places } from './places.mjs';
import { Report } from './report.mjs';
import { stopPrograms } from './run-program.mjs';
import { ensureStep, tryStep } from './step.mjs';

/** @typedef {import('./step.mjs').Context} Context */

/**
 * `tools`: packages and Node. `command`: also what `./unroll` runs on. `all`: also the backend,
 * JupyterLab and its kernel.
 *
 * @typedef {'tools' | 'command' | 'all'} Extent
 */

/**
 * @typedef {object} SetUp
 * @property {string} node Node 24, by its path
 * @property {string | undefined} withoutLab why JupyterLab is not there
 */

const neededBytes = 3e9;

/**
 * Makes what is missing in a clone, once at a time.
 *
 * @param {string} root the clone
 * @param {{ extent: Extent, brief?: boolean }} options
 * @returns {Promise<SetUp>}
 * @throws {SetupError} when the course cannot run without the step that failed
 */
export async function setUp(root, { extent, brief = true }) {
  const lock = new Lock(places(root).lock);
  const report = new Report(process.stderr, brief);
  /** @type {Context} */
  const context = { root, report, lock, env: { ...process.env, UNROLL_ROOT: root } };
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    stopPrograms();
    lock.release();
    process.stderr.write('\nset-up: stopped. The same command goes on from here.\n');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  report.begin('set-up');
  await lock.take((text) => {
    report.progress(text);
  });
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await makeAll(context, extent);
  } finally {
    lock.release();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/**
 * @param {Context} context
 * @param {Extent} extent
 * @returns {Promise<SetUp>}
 */
async function makeAll(context, extent) {
  const { root } = context;
  if (!fs.existsSync(places(root).stamps)) checkSpace(root);
  await ensureStep(context, packagesStep);
  const { path: node = process.execPath } = await ensureStep(context, nodeStep);
  if (extent === 'tools') return { node, withoutLab: undefined };
  if (extent === 'command') {
    await ensureStep(context, buildStep);
    return { node, withoutLab: undefined };
  }
  const jupyter = await tryStep(context, jupyterStep);
  await ensureStep(context, backendStep);
  await ensureStep(context, buildStep);
  if (jupyter instanceof SetupError) return { node, withoutLab: jupyter.message };
  if (fs.existsSync(labModule(root))) await ensureStep(context, kernelStep);
  return { node, withoutLab: undefined };
}

/** @param {string} root */
function checkSpace(root) {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new SetupError(
    `set-up: expected ${neededBytes / 1e9} GB free on the disk of ${path.resolve(root)}, received ${(free / 1e9).toFixed(1)} GB. Free some space, then try again.`,
  );
}

/**
 * Runs an entry of set-up: its exit status, and 2 with a plain message when set-up cannot go on.
 *
 * @param {() => Promise<number>} entry
 */
export async function runEntry(entry) {
  try {
    process.exitCode = await entry();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 2;
  }
}
