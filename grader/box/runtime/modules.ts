import { compileFunction } from 'node:vm';
import * as core from '../../../src/core/index.js';
import type { Import } from '../protocol.js';
import type { Exports } from './exports.js';
import type { Fence } from './fence.js';
import { freezeAll } from './lock-down.js';
import { positionFile, trustedFile } from './stack.js';
import { tf } from './tfjs.js';

/** Runs our own CommonJS code, which gets tfjs and core whole. */
export function loadTrusted(code: string): Exports {
  const module = { exports: {} as Exports };
  const require = (name: string) => {
    if (name === '@tensorflow/tfjs-core') return tf;
    if (isCore(name)) return core;
    throw new Error(`A trusted bundle asks for ${name}: bundle it, or ask for core or tfjs-core.`);
  };
  const given = { exports: module.exports, require, module };
  run(code, trustedFile, Object.entries(given));
  return module.exports;
}

const isCore = (name: string) => /(^|\/)src\/core\/[a-z-]+\.js$/.test(name);

/**
 * Runs a submission's code as the body of a function whose parameters are its imports, so that
 * nothing else is within its reach.
 *
 * @param modules trusted code by the names that imports ask for
 */
export function loadSubmission(
  code: string,
  imports: readonly Import[],
  fence: Fence,
  modules: Readonly<Record<string, string>>,
): Exports {
  const loaded = new Map<string, Exports>([
    ['tf', fence.tf],
    ['core', fence.core],
  ]);
  const load = (name: string): Exports => {
    const text = Object.hasOwn(modules, name) ? modules[name] : undefined;
    if (text === undefined) throw new Error(`${name} cannot be imported here.`);
    // A copy without a prototype holds what was exported and nothing else.
    const made: Exports = Object.assign(Object.create(null) as object, loadTrusted(text));
    freezeAll([made]);
    loaded.set(name, made);
    return made;
  };
  const values = imports.map(({ local, module, name }): [string, unknown] => {
    const from = loaded.get(module) ?? load(module);
    return [local, name === '*' ? from : from[name]];
  });
  return run(code, positionFile, values) as Exports;
}

function run(code: string, filename: string, given: readonly [string, unknown][]): unknown {
  const parameters = given.map(([name]) => name);
  const start = compileFunction(`'use strict'; ${code}`, parameters, { filename });
  return Reflect.apply(
    start,
    undefined,
    given.map(([, value]) => value),
  ) as unknown;
}

/** The function under a name such as `rnnCell` or `mistakes.sign`; undefined if there is none. */
export function find(
  exports: Exports,
  name: string,
): ((...args: unknown[]) => unknown) | undefined {
  let at: unknown = exports;
  for (const key of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return typeof at === 'function' ? (at as (...args: unknown[]) => unknown) : undefined;
}
