import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { places } from './places.mjs';
import { handOver } from './run-program.mjs';

/**
 * Runs a TypeScript file of the clone with its arguments.
 *
 * @param {string} root the clone
 * @param {string} node Node 24
 * @param {string} file relative to the clone
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit status
 */
export function runTool(root, node, file, args) {
  const loader = pathToFileURL(path.join(places(root).modules, 'tsx', 'dist', 'loader.mjs')).href;
  return handOver(node, ['--import', loader, path.join(root, file), ...args], {
    ...process.env,
    UNROLL_ROOT: root,
  });
}
