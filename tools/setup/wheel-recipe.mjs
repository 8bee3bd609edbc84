import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { whereIs } from './node-binary.mjs';
import { places } from './places.mjs';
import { findPython } from './python.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOf, hashOfFile } from './stamps.mjs';

/** @typedef {import('./step.mjs').Context} Context */

const wheelBytes = 207_208_171;

/** Hash of all that the library depends on. @param {string} root */
export function wheelRecipe(root) {
  const own = ['tensorflow.txt', 'wheel-recipe.mjs', 'unpack-wheel.py', 'hold-signals.h'];
  return hashOf(
    hashOfFile(path.join(places(root).tfjsNode, 'package.json')),
    ...own.map((name) => hashOfFile(path.join(root, 'tools', 'setup', name))),
  );
}

/**
 * Makes tfjs-node's native library from TensorFlow's Python wheel in a folder: `deps/lib` and
 * `lib/napi-v8`.
 *
 * @param {Context} context
 * @param {string} folder made by this function
 * @returns {Promise<string | undefined>} why it could not be done
 */
export async function buildFromWheel(context, folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'the wheel is for Linux on x64';
  }
  const compiler = whereIs('g++', context.env);
  if (compiler === undefined) return 'no g++ to compile it with (apt install g++)';
  const python = await pythonWithPip(context);
  if (python === undefined) return 'no Python with pip to fetch it with';
  const wheel = await fetchWheel(context, python);
  if ('failure' in wheel) return wheel.failure;

  context.report.progress('unpacking');
  const unpack = path.join(context.root, 'tools', 'setup', 'unpack-wheel.py');
  const unpacked = await run(context, python, [unpack, wheel.file, folder]);
  if (unpacked !== undefined) return `unpacking failed: ${unpacked}`;
  context.report.progress('compiling');
  const compiled = await run(context, compiler, compilerArguments(context.root, folder));
  if (compiled !== undefined) return `compiling failed: ${compiled}`;
  fs.rmSync(path.join(folder, 'deps', 'include'), { recursive: true, force: true });
  fs.writeFileSync(path.join(folder, 'lib', 'holds-signals'), '');
  return undefined;
}

/** Removes the wheel, once what was made of it has proved itself. @param {string} root */
export function dropWheel(root) {
  fs.rmSync(wheelFolder(root), { recursive: true, force: true });
}

/** @param {Context} context */
async function pythonWithPip({ root, env }) {
  const own = places(root).python;
  if (fs.existsSync(own)) return own;
  const python = (await findPython(env))?.path;
  if (python === undefined) return undefined;
  const { status } = await runProgram(python, ['-m', 'pip', '--version'], { env, seconds: 30 });
  return status === 0 ? python : undefined;
}

/**
 * The wheel, verified; kept in the cache until the library made of it works, so that an
 * interruption costs no second download.
 *
 * @param {Context} context
 * @param {string} python
 * @returns {Promise<{ file: string } | { failure: string }>}
 */
async function fetchWheel(context, python) {
  const { root, env, lock, report } = context;
  const pins = path.join(root, 'tools', 'setup', 'tensorflow.txt');
  const hash = /sha256:([0-9a-f]{64})/.exec(fs.readFileSync(pins, 'utf8'))?.[1];
  const kept = wheelIn(wheelFolder(root));
  if (kept !== undefined && hashOfWheel(kept) === hash) return { file: kept };

  const partial = `${wheelFolder(root)}.partial`;
  fs.rmSync(wheelFolder(root), { recursive: true, force: true });
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(path.join(partial, 'tmp'), { recursive: true });
  const watch = setInterval(() => {
    report.progress('fetching the TensorFlow library (207 MB)', bytesIn(partial) / wheelBytes);
  }, 500);
  const { status, output } = await runProgram(
    python,
    // prettier-ignore
    ['-m', 'pip', 'download', '--no-deps', '--require-hashes', '--only-binary=:all:', '--no-cache-dir',
      '--python-version=3.11', '--implementation=cp', '--abi=cp311', '--platform=manylinux2014_x86_64',
      '--no-input', '--retries=2', '--disable-pip-version-check', '--progress-bar=off',
      '--dest', path.join(partial, 'wheel'), '-r', pins],
    {
      cwd: root,
      // pip writes the download there first, where its growth can be watched and a half one is
      // thrown away.
      env: { ...env, TMPDIR: path.join(partial, 'tmp') },
      note: (child) => {
        lock.note(child);
      },
    },
  );
  clearInterval(watch);
  if (status !== 0) return { failure: `the download failed: ${lastLines(output, 1)}` };
  fs.renameSync(path.join(partial, 'wheel'), wheelFolder(root));
  fs.rmSync(partial, { recursive: true, force: true });
  const file = wheelIn(wheelFolder(root));
  return file === undefined ? { failure: 'the download left no wheel' } : { file };
}

/** @param {string} root */
const wheelFolder = (root) => path.join(places(root).cache, 'tensorflow');

/** @param {string} folder */
function wheelIn(folder) {
  if (!fs.existsSync(folder)) return undefined;
  const name = fs.readdirSync(folder).find((file) => file.endsWith('.whl'));
  return name === undefined ? undefined : path.join(folder, name);
}

/** @param {string} file */
function hashOfWheel(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

/**
 * @param {string} folder
 * @returns {number}
 */
function bytesIn(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/**
 * @param {string} root
 * @param {string} folder
 */
function compilerArguments(root, folder) {
  const { modules, tfjsNode } = places(root);
  const out = path.join(folder, 'lib', 'napi-v8');
  fs.mkdirSync(out, { recursive: true });
  // prettier-ignore
  return [
    '-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION',
    '-include', path.join(root, 'tools', 'setup', 'hold-signals.h'),
    `-I${path.join(modules, 'node-api-headers', 'include')}`, `-I${path.join(folder, 'deps', 'include')}`, `-I${tfjsNode}`,
    path.join(tfjsNode, 'binding', 'tfjs_backend.cc'), path.join(tfjsNode, 'binding', 'tfjs_binding.cc'),
    '-o', path.join(out, 'tfjs_binding.node'),
    `-L${path.join(folder, 'deps', 'lib')}`, '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
}

/**
 * @param {Context} context
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string | undefined>} its last line when it failed
 */
async function run({ root, env, lock }, program, args) {
  const { status, output } = await runProgram(program, args, {
    cwd: root,
    env,
    note: (child) => {
      lock.note(child);
    },
  });
  return status === 0 ? undefined : lastLines(output, 1) || `exit status ${status}`;
}
