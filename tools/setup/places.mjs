import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone this set-up belongs to. */
export const here = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/**
 * Where set-up keeps things in a clone. Everything that it makes lies in `.unroll`, `.venv` and
 * `node_modules`.
 *
 * @param {string} root the clone
 */
export function places(root) {
  const own = path.join(root, '.unroll');
  const venv = path.join(root, '.venv');
  const scripts = path.join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
  return {
    root,
    own,
    stamps: path.join(own, 'setup.json'),
    lock: path.join(own, 'setup.lock'),
    build: path.join(own, 'build'),
    cache: path.join(own, 'cache'),
    native: path.join(own, 'native'),
    modules: path.join(root, 'node_modules'),
    tfjsNode: path.join(root, 'node_modules', '@tensorflow', 'tfjs-node'),
    venv,
    scripts,
    python: path.join(scripts, process.platform === 'win32' ? 'python.exe' : 'python'),
  };
}
