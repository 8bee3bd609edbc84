import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { places } from './places.mjs';

/**
 * @typedef {Record<string, string>} Facts what a step found out, for messages and for
 * `./unroll doctor`
 */
/**
 * @typedef {{ key: string, facts: Facts }} Stamp a step that proved itself, and what its result
 * depended on
 */

/**
 * The stamps of the steps that are done. A missing or unreadable file means that nothing is done.
 *
 * @param {string} root the clone
 * @returns {Record<string, Stamp>}
 */
export function readStamps(root) {
  try {
    const read = JSON.parse(fs.readFileSync(places(root).stamps, 'utf8'));
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

/**
 * Stamps a step, or with `undefined` takes its stamp away.
 *
 * @param {string} root the clone
 * @param {string} name the step
 * @param {Stamp | undefined} stamp
 */
export function writeStamp(root, name, stamp) {
  const { [name]: before, ...others } = readStamps(root);
  if (stamp === undefined && before === undefined) return;
  const stamps = stamp === undefined ? others : { ...others, [name]: stamp };
  writeWhole(places(root).stamps, JSON.stringify(stamps, null, 2) + '\n');
}

/**
 * Writes a file so that a reader sees the old one or the new one, never a part.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function writeWhole(file, content) {
  const partial = `${file}.${process.pid}.partial`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(partial, content);
  fs.renameSync(partial, file);
}

/**
 * One hash of several texts, in order.
 *
 * @param {...string} parts
 */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, 32);
}

/**
 * The hash of a file's text, or `missing`.
 *
 * @param {string} file
 */
export function hashOfFile(file) {
  return fs.existsSync(file) ? hashOf(fs.readFileSync(file, 'utf8')) : 'missing';
}
