import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { whereIs } from './node-binary.mjs';
import { places } from './places.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOf, hashOfFile, readStamps, writeStamp } from './stamps.mjs';
import { installTfjsNode } from './tfjs-node-installer.mjs';
import { buildFromWheel, dropWheel, wheelRecipe } from './wheel-recipe.mjs';

/** @typedef {import('./step.mjs').Context} Context */
/** @typedef {import('./step.mjs').Facts} Facts */

/** @type {import('./step.mjs').Step} */
export const backendStep = {
  name: 'backend',
  key: ({ root, env }) =>
    hashOf(
      ...sources.map(({ recipe }) => recipe(root)),
      readStamps(root).node?.facts.version ?? '',
      `${process.platform}-${process.arch}`,
      forced(env) ?? '',
    ),
  flaw: ({ root, env }, facts) => {
    if (facts.choice === 'native') return fs.existsSync(binding(root)) ? undefined : binding(root);
    // What was lacking may have come since.
    return facts.tools === toolsAt(env) ? undefined : 'other tools are installed now';
  },
  make: async (context) => {
    const made = forced(context.env) === undefined ? await makeNative(context) : undefined;
    if (made === undefined)
      return fallBack(context, [`UNROLL_BACKEND is ${forced(context.env) ?? ''}`]);
    if (made.how === undefined) return fallBack(context, made.failures);
    return { choice: 'native', why: made.how, tools: toolsAt(context.env) };
  },
  tell: (facts) => `${names.get(facts.choice ?? '') ?? ''}: ${facts.why ?? ''}`,
};

const names = new Map([
  ['native', 'native (TensorFlow)'],
  ['wasm', 'wasm, about 5 times slower than native'],
  ['js', 'plain JavaScript, slow'],
]);

/**
 * A backend other than native that the student asked for: then nothing is fetched.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function forced({ UNROLL_BACKEND: wanted }) {
  return wanted === 'wasm' || wanted === 'js' ? wanted : undefined;
}

/**
 * Lets the next set-up choose anew, unless the native backend is there as it is made now.
 *
 * @param {string} root the clone
 */
export function forgetBackend(root) {
  const native = readStamps(root).backend?.facts.choice === 'native';
  if (!native || !isCurrent(root)) writeStamp(root, 'backend', undefined);
}

/** @param {NodeJS.ProcessEnv} env */
function toolsAt(env) {
  return ['g++', 'python3'].map((tool) => whereIs(tool, env) ?? '-').join(' ');
}

/** @param {string} root */
const binding = (root) => path.join(places(root).tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');

/**
 * The native library, from the first source that proves itself. It is kept in `.unroll/native` and
 * linked into the package, so that a new `npm ci` does not cost the download again.
 *
 * @param {Context} context
 * @returns {Promise<{ how?: string, failures: string[] }>}
 */
async function makeNative(context) {
  const { root } = context;
  const kept = readMade(root);
  const current = isCurrent(root);
  /** @type {string[]} */
  const failures = [];
  if (kept !== undefined && current && (await takeKept(context))) return { ...kept, failures };
  for (const { how, make, recipe } of sources) {
    const partial = `${places(root).native}.partial`;
    fs.rmSync(partial, { recursive: true, force: true });
    unlink(root);
    const made = { how: `${how}${because(failures)}`, recipe: recipe(root) };
    const failure = (await make(context, partial)) ?? (await adopt(context, partial, made));
    if (failure === undefined) {
      dropWheel(root);
      return { ...made, failures };
    }
    fs.rmSync(partial, { recursive: true, force: true });
    failures.push(`${how}: ${failure}`);
  }
  if (kept !== undefined && !current && (await takeKept(context)))
    return { how: `${kept.how}, an older build${because(failures)}`, failures };
  unlink(root);
  return { failures };
}

/**
 * Whether the library that is kept works; if not, it goes.
 *
 * @param {Context} context
 */
async function takeKept(context) {
  const { root } = context;
  if (readMade(root) === undefined) return false;
  link(root);
  if ((await proveBackend(context, 'native')) === undefined) return true;
  fs.rmSync(places(root).native, { recursive: true, force: true });
  return false;
}

/** @typedef {{ how: string, recipe?: string }} Made */

/** @param {string} root */
const madeBy = (root) => path.join(places(root).native, 'made-by');

/**
 * How the library that is kept was made.
 *
 * @param {string} root
 * @returns {Made | undefined}
 */
function readMade(root) {
  if (!fs.existsSync(madeBy(root))) return undefined;
  const text = fs.readFileSync(madeBy(root), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    // From before the recipe was noted: a plain text.
    return { how: text };
  }
}

/**
 * Whether the library that is kept was made as it would be made now.
 *
 * @param {string} root
 */
function isCurrent(root) {
  const made = readMade(root);
  return made !== undefined && sources.some(({ recipe }) => recipe(root) === made.recipe);
}

/** Ours comes first: no signal interrupts it, so that oneDNN may multiply. */
const sources = [
  { how: "built from TensorFlow's Python wheel", make: buildFromWheel, recipe: wheelRecipe },
  {
    how: "tfjs-node's own download",
    make: installTfjsNode,
    recipe: (/** @type {string} */ root) =>
      hashOfFile(path.join(places(root).tfjsNode, 'package.json')),
  },
];

/** @param {readonly string[]} failures */
const because = (failures) => (failures.length === 0 ? '' : ` (${failures.join('; ')})`);

/**
 * @param {Context} context
 * @param {string} partial
 * @param {Made} made
 */
async function adopt(context, partial, made) {
  const { native } = places(context.root);
  fs.rmSync(native, { recursive: true, force: true });
  fs.renameSync(partial, native);
  link(context.root);
  const failure = await proveBackend(context, 'native');
  if (failure === undefined) fs.writeFileSync(madeBy(context.root), JSON.stringify(made));
  else fs.rmSync(native, { recursive: true, force: true });
  return failure;
}

/** @param {string} root */
function link(root) {
  const { native, tfjsNode } = places(root);
  unlink(root);
  for (const name of ['deps', 'lib']) {
    const target = path.join(native, name);
    // Windows lets everyone make a junction, and wants its full path.
    const from = process.platform === 'win32' ? target : path.relative(tfjsNode, target);
    fs.symlinkSync(from, path.join(tfjsNode, name), 'junction');
  }
}

/** @param {string} root */
function unlink(root) {
  for (const name of ['deps', 'lib']) {
    fs.rmSync(path.join(places(root).tfjsNode, name), { recursive: true, force: true });
  }
}

/**
 * @param {Context} context
 * @param {readonly string[]} reasons
 * @returns {Promise<Facts>}
 */
async function fallBack(context, reasons) {
  const justJs = forced(context.env) === 'js';
  const wasm = justJs ? 'not asked for' : await proveBackend(context, 'wasm');
  const choice = wasm === undefined ? 'wasm' : 'js';
  const js = choice === 'js' ? await proveBackend(context, 'js') : undefined;
  if (js !== undefined) {
    throw new SetupError(
      'backend: expected one of native, wasm and plain JavaScript to work, received three failures. Delete node_modules, then try again.',
      js,
    );
  }
  const why = choice === 'js' && !justJs ? [...reasons, `wasm: ${wasm ?? ''}`] : reasons;
  return { choice, why: why.join('; '), tools: toolsAt(context.env) };
}

/**
 * Starts a backend in a process of its own and checks a product.
 *
 * @param {Context} context
 * @param {'native' | 'wasm' | 'js'} backend
 * @returns {Promise<string | undefined>} why it does not work
 */
async function proveBackend({ root, env }, backend) {
  const node = readStamps(root).node?.facts.path ?? process.execPath;
  const probe = path.join(root, 'tools', 'setup', 'backend-probe.mjs');
  const { status, output } = await runProgram(node, [probe, backend], {
    cwd: root,
    env: { ...env, TF_CPP_MIN_LOG_LEVEL: '2' },
    seconds: 120,
  });
  return status === 0 ? undefined : lastLines(output, 1) || `exit status ${status}`;
}
