import fs from 'node:fs';
import path from 'node:path';
import { SetupError, looksOffline } from './errors.mjs';
import { places } from './places.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOfFile } from './stamps.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string | string[],
 * cpu?: string | string[], libc?: string | string[] }} Locked
 */
/** @typedef {Record<string, Locked>} LockedPackages */

/** @type {import('./step.mjs').Step} */
export const packagesStep = {
  name: 'packages',
  key: ({ root }) => hashOfFile(lockfile(root)),
  flaw: ({ root }, facts) => {
    if (hashOfFile(installedList(root)) !== facts.installed) return 'node_modules was changed';
    return firstAbsent(root, readPackages(installedList(root)));
  },
  make: async (context) => {
    const { root } = context;
    const difference = firstDifference(
      readPackages(lockfile(root)),
      readPackages(installedList(root)),
      process,
    );
    if (difference ?? firstAbsent(root, readPackages(installedList(root)))) await install(context);
    const count = Object.keys(readPackages(installedList(root))).length;
    return { count: String(count), installed: hashOfFile(installedList(root)) };
  },
  tell: (facts) => `${facts.count ?? ''} packages, as package-lock.json has them`,
};

/** @param {string} root */
const lockfile = (root) => path.join(root, 'package-lock.json');

/**
 * npm writes this list last, and takes it away first: without it an installation was interrupted.
 *
 * @param {string} root
 */
const installedList = (root) => path.join(places(root).modules, '.package-lock.json');

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function readPackages(file) {
  try {
    /** @type {{ packages: LockedPackages }} */
    const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'));
    // The entry without a name is the clone itself.
    return Object.fromEntries(Object.entries(packages).filter(([name]) => name !== ''));
  } catch {
    return {};
  }
}

/**
 * The first package that is not installed as it is locked, or undefined. A package for another
 * machine may be absent.
 *
 * @param {LockedPackages} locked
 * @param {LockedPackages} installed
 * @param {{ platform: string, arch: string }} machine
 */
export function firstDifference(locked, installed, machine) {
  for (const [name, wanted] of Object.entries(locked)) {
    const found = installed[name];
    if (found === undefined) {
      if (wanted.optional !== true || isFor(wanted, machine)) return name;
    } else if (found.version !== wanted.version || found.integrity !== wanted.integrity) {
      return name;
    }
  }
  return undefined;
}

/**
 * @param {Locked} wanted
 * @param {{ platform: string, arch: string }} machine
 */
function isFor(wanted, machine) {
  // What names no machine comes only with a package that does; which C library runs is npm's to
  // find out.
  if ((wanted.os ?? wanted.cpu) === undefined || wanted.libc !== undefined) return false;
  return allows(wanted.os, machine.platform) && allows(wanted.cpu, machine.arch);
}

/**
 * @param {string | string[] | undefined} names such as `linux`, or `!win32`
 * @param {string} name
 */
function allows(names, name) {
  const list = [names ?? []].flat();
  if (list.includes(`!${name}`)) return false;
  return list.includes(name) || list.every((one) => one.startsWith('!'));
}

/**
 * @param {string} root
 * @param {LockedPackages} installed
 */
function firstAbsent(root, installed) {
  return Object.keys(installed).find(
    (name) => !fs.existsSync(path.join(root, name, 'package.json')),
  );
}

/** @param {import('./step.mjs').Context} context */
async function install({ root, report, lock, env }) {
  const total = Object.keys(readPackages(lockfile(root))).length;
  let fetched = 0;
  report.progress('npm ci', 0);
  const { status, output } = await runProgram(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http', '--fetch-retries=1'],
    {
      cwd: root,
      env: npmEnvironment(root, env),
      note: (child) => {
        lock.note(child);
      },
      online: (line) => {
        if (/npm http (fetch|cache)/.test(line)) fetched++;
        report.progress('npm ci', Math.min(0.99, fetched / total));
      },
    },
  );
  if (status === 0) return;
  const told = lastLines(output.replace(/^npm (http|info|verb).*\n/gm, ''));
  if (status === 127) {
    throw new SetupError(
      `packages: expected npm on the PATH, received "${told}". Install Node 20 or newer with npm, then run \`npm start\` again.`,
    );
  }
  throw new SetupError(
    looksOffline(output)
      ? 'packages: expected an answer from the npm registry, received none. Check the network, or the proxy that `npm config get proxy` names, then run `npm start` again; what was fetched is kept.'
      : `packages: expected \`npm ci\` to install what package-lock.json lists, received exit status ${status}. Mend what it says, then run \`npm start\` again.`,
    told,
  );
}

/**
 * npm must run on a Node that it does not replace while it runs, and needs a cache that it can
 * write.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function npmEnvironment(root, env) {
  const inside = places(root).modules + path.sep;
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const outside = (env[name] ?? '')
    .split(path.delimiter)
    .filter((folder) => !`${folder}${path.sep}`.startsWith(inside));
  const ownCache = [env.npm_config_cache, env.HOME ?? env.USERPROFILE].some(canWrite)
    ? {}
    : { npm_config_cache: path.join(places(root).cache, 'npm') };
  return { ...env, [name]: outside.join(path.delimiter), ...ownCache };
}

/** @param {string | undefined} folder */
function canWrite(folder) {
  if (folder === undefined || folder === '') return false;
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
