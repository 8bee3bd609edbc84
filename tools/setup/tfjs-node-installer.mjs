import fs from 'node:fs';
import path from 'node:path';
import { places } from './places.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { readStamps } from './stamps.mjs';

/** @typedef {import('./step.mjs').Context} Context */

const stalledSeconds = 45;

/**
 * Lets tfjs-node install its library itself, and moves it to a folder. Many networks block its
 * host, so it is stopped when nothing has arrived for a while.
 *
 * @param {Context} context
 * @param {string} folder made by this function
 * @returns {Promise<string | undefined>} why it could not be done
 */
export async function installTfjsNode(context, folder) {
  const { root, env, lock, report } = context;
  const { tfjsNode, modules } = places(root);
  const node = readStamps(root).node?.facts.path ?? process.execPath;
  const before = fs.readFileSync(path.join(tfjsNode, 'package.json'));
  report.progress("tfjs-node's own download");
  const installer = runProgram(node, [path.join(tfjsNode, 'scripts', 'install.js')], {
    cwd: tfjsNode,
    env: withPrograms(env, [path.dirname(node), path.join(modules, '.bin')]),
    seconds: 1800,
    group: true,
    note: (child) => {
      lock.note(child);
    },
  });
  const stop = stopWhenStalled(context, tfjsNode, installer.stop);
  const { status, output } = await installer;
  clearInterval(stop);
  // The installer writes into its own package.json for a while.
  fs.writeFileSync(path.join(tfjsNode, 'package.json'), before);
  const binding = path.join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');
  if (status !== 0 || !fs.existsSync(binding)) return reasonIn(output, status);
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['deps', 'lib']) {
    fs.renameSync(path.join(tfjsNode, name), path.join(folder, name));
  }
  return undefined;
}

/**
 * @param {Context} context
 * @param {string} folder
 * @param {() => void} stop
 */
function stopWhenStalled({ report }, folder, stop) {
  let bytes = 0;
  let still = 0;
  return setInterval(() => {
    const now = bytesUnder(folder);
    still = now === bytes ? still + 1 : 0;
    bytes = now;
    report.progress(`tfjs-node's own download, ${Math.round(bytes / 1e6)} MB`);
    if (still >= stalledSeconds) stop();
  }, 1000);
}

/** @param {string} folder */
function bytesUnder(folder) {
  let bytes = 0;
  for (const name of ['deps', 'lib', 'build']) {
    const start = path.join(folder, name);
    if (!fs.existsSync(start)) continue;
    for (const entry of fs.readdirSync(start, { recursive: true })) {
      bytes += fs.statSync(path.join(start, String(entry)), { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return bytes;
}

/**
 * The environment with folders put before those of the PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} folders
 */
function withPrograms(env, folders) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [...folders, env[name] ?? ''].join(path.delimiter) };
}

/**
 * @param {string} output
 * @param {number} status
 */
function reasonIn(output, status) {
  const error =
    /(?:Error: )?((?:getaddrinfo|connect|unable to|tunneling socket)[^\n]*|[A-Z_]{4,}: [^\n]*)/.exec(
      output,
    );
  return (error?.[1] ?? lastLines(output, 1)) || `no answer (exit status ${status})`;
}
