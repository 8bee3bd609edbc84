import { whereIs } from './node-binary.mjs';
import { runProgram } from './run-program.mjs';

/** @typedef {{ path: string, version: string, lacks: string }} Python */

const oldestMinor = 10;

/** Names in the order they are tried: what the locked wheels are surely made for comes first. */
const names = ['python3.12', 'python3.13', 'python3.11', 'python3.10', 'python3', 'python'];

const question = `
import sys
missing = []
for name in ('venv', 'ensurepip'):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
print('python', '%d.%d.%d' % sys.version_info[:3], ','.join(missing) or '-')
`;

/**
 * The first Python that can make a virtual environment; else the first that lacks only venv; else
 * undefined.
 *
 * @param {NodeJS.ProcessEnv} env UNROLL_PYTHON names one that is tried alone
 * @returns {Promise<Python | undefined>}
 */
export async function findPython(env) {
  const chosen = env.UNROLL_PYTHON;
  const candidates =
    chosen === undefined || chosen === ''
      ? names.map((name) => whereIs(process.platform === 'win32' ? `${name}.exe` : name, env))
      : [chosen];
  let poor;
  for (const candidate of new Set(candidates)) {
    if (candidate === undefined) continue;
    const { status, output } = await runProgram(candidate, ['-c', question], { env, seconds: 30 });
    const python = status === 0 ? parsePython(candidate, output) : undefined;
    if (python === undefined) continue;
    if (python.lacks === '') return python;
    poor ??= python;
  }
  return poor;
}

/**
 * A Python's answer to the question above, or undefined when it is too old or did not answer.
 *
 * @param {string} path
 * @param {string} output
 * @returns {Python | undefined}
 */
export function parsePython(path, output) {
  const answer = /^python 3\.(\d+)\.(\d+) (\S+)/m.exec(output);
  if (answer === null || Number(answer[1]) < oldestMinor) return undefined;
  const version = `3.${answer[1] ?? ''}.${answer[2] ?? ''}`;
  return { path, version, lacks: answer[3] === '-' ? '' : (answer[3] ?? '') };
}
