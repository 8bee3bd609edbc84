import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError, looksOffline } from './errors.mjs';
import { places } from './places.mjs';
import { findPython } from './python.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOf, hashOfFile, readStamps } from './stamps.mjs';

/** @typedef {import('./step.mjs').Context} Context */
/** @typedef {import('./step.mjs').Step} Step */

/** @param {string} root */
const requirements = (root) => path.join(root, 'tools', 'setup', 'requirements.txt');

/**
 * JupyterLab brings JavaScript of its own, which the clone's `"type": "module"` must not reach.
 *
 * @param {string} root
 */
const scope = (root) => path.join(places(root).venv, 'package.json');

/** @type {Step} */
export const jupyterStep = {
  name: 'jupyter',
  // A virtual environment knows its own path: a clone that was moved makes a new one.
  key: ({ root }) => hashOf(hashOfFile(requirements(root)), root),
  flaw: ({ root }) => {
    const { python, scripts } = places(root);
    const lab = path.join(
      scripts,
      process.platform === 'win32' ? 'jupyter-lab.exe' : 'jupyter-lab',
    );
    return [python, lab, scope(root)].find((file) => !fs.existsSync(file));
  },
  make: async (context) => {
    const python = await findPython(context.env);
    if (python === undefined || python.lacks !== '') throw pythonMissing(python);
    // Nothing tells a half-installed package from a whole one: what has no stamp starts anew.
    fs.rmSync(places(context.root).venv, { recursive: true, force: true });
    await inVenv(context, python.path, ['-m', 'venv', places(context.root).venv], 'venv');
    await install(context);
    fs.writeFileSync(scope(context.root), '{ "type": "commonjs" }\n');
    return { python: python.version, jupyterlab: await proveJupyter(context) };
  },
  tell: (facts) => `JupyterLab ${facts.jupyterlab ?? ''} in .venv, Python ${facts.python ?? ''}`,
};

/** @param {import('./python.mjs').Python | undefined} found */
function pythonMissing(found) {
  return new SetupError(
    found === undefined
      ? 'jupyter: expected Python 3.10 or newer, received none on the PATH. Install Python 3.11 (UNROLL_PYTHON=/path/to/python names another one), then run `npm start` again. The terminal commands (./unroll) work without it.'
      : `jupyter: expected a Python with venv, received ${found.path} ${found.version} without ${found.lacks}. On Debian or Ubuntu: apt install python3-venv; then run \`npm start\` again. The terminal commands (./unroll) work without it.`,
  );
}

/** @param {Context} context */
async function install(context) {
  const { root, report } = context;
  const total = fs.readFileSync(requirements(root), 'utf8').match(/^[a-z].*==/gm)?.length ?? 1;
  let seen = 0;
  report.progress('JupyterLab', 0);
  await inVenv(
    context,
    places(root).python,
    // prettier-ignore
    ['-m', 'pip', 'install', '--require-hashes', '--only-binary=:all:', '--no-input', '--retries=2',
      '--disable-pip-version-check', '--progress-bar=off', '-r', requirements(root)],
    'pip',
    (line) => {
      if (/^(Collecting|Ignoring) /.test(line)) seen++;
      report.progress('JupyterLab', Math.min(0.9, seen / total));
    },
  );
}

/**
 * @param {Context} context
 * @param {string} program
 * @param {string[]} args
 * @param {string} what
 * @param {(line: string) => void} [online]
 */
async function inVenv({ root, env, lock }, program, args, what, online = () => undefined) {
  const note = (/** @type {{ pid: number, what: string } | undefined} */ child) => {
    lock.note(child);
  };
  const { status, output } = await runProgram(program, args, { cwd: root, env, note, online });
  if (status === 0) return output;
  throw new SetupError(
    looksOffline(output)
      ? 'jupyter: expected an answer from the Python package index, received none. Check the network or proxy, then run `npm start` again.'
      : `jupyter: expected ${what} to succeed, received exit status ${status}. Mend what it says, then run \`npm start\` again.`,
    lastLines(output),
  );
}

const jupyterProof = `
import jupyterlab, nbclient, nbformat, zmq, tornado, jupyter_server
zmq.Context().socket(zmq.REQ).close()
print('jupyterlab', jupyterlab.__version__)
`;

/** @param {Context} context */
async function proveJupyter(context) {
  const output = await inVenv(
    context,
    places(context.root).python,
    ['-c', jupyterProof],
    'JupyterLab',
  );
  return /^jupyterlab (\S+)/m.exec(output)?.[1] ?? 'of unknown version';
}

/** @type {Step} */
export const kernelStep = {
  name: 'kernel',
  key: ({ root }) =>
    hashOf(
      root,
      hashOfFile(labModule(root)),
      readStamps(root).jupyter?.key ?? '',
      readStamps(root).node?.facts.path ?? '',
    ),
  flaw: ({ root }) => (fs.existsSync(kernelspec(root)) ? undefined : kernelspec(root)),
  make: async ({ root }) => {
    const lab = await import(pathToFileURL(labModule(root)).href);
    await lab.installKernelspec(root);
    const spec = JSON.parse(fs.readFileSync(kernelspec(root), 'utf8'));
    return { name: String(spec.display_name) };
  },
  tell: (facts) => `"${facts.name ?? ''}" for notebooks`,
};

/**
 * What starts JupyterLab and installs our kernel.
 *
 * @param {string} root the clone
 */
export const labModule = (root) => path.join(root, 'lab', 'jupyter.mjs');

/** @param {string} root */
const kernelspec = (root) =>
  path.join(places(root).venv, 'share', 'jupyter', 'kernels', 'unroll', 'kernel.json');
