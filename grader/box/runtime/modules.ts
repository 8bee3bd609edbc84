import { Script } from 'node:vm';
import * as core from '../../../src/core/index.js';
import { positionFile, trustedFile } from './errors.js';
import { freezeAll } from './lock-down.js';
import { tf } from './tfjs.js';

/** A loaded module's exports. */
export type Exports = Readonly<Record<string, unknown>>;

/** Runs our own CommonJS code, which gets tfjs and core whole. */
export function loadTrusted(code: string): Exports {
  return run(code, trustedFile, (name) => {
    if (name === '@tensorflow/tfjs-core') return tf;
    if (isCore(name)) return core;
    throw new Error(`A trusted bundle asks for ${name}: bundle it, or ask for core or tfjs-core.`);
  });
}

/** What a submission may ask for by name. */
export interface Offered {
  readonly tf: object;
  readonly core: object;
  readonly modules: Readonly<Record<string, string>>;
}

/** Runs compiled code of a submission. */
export function loadSubmission(code: string, offered: Offered): Exports {
  const loaded = new Map<string, object>();
  return run(code, positionFile, (name) => {
    if (name === '@tensorflow/tfjs-core') return offered.tf;
    if (isCore(name)) return offered.core;
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const text = Object.hasOwn(offered.modules, name) ? offered.modules[name] : undefined;
    if (text === undefined) throw new Error(`${name} cannot be imported here.`);
    const made = opaque(loadTrusted(text));
    loaded.set(name, made);
    return made;
  });
}

const isCore = (name: string) => /(^|\/)src\/core\/[a-z-]+\.js$/.test(name);

/** The same functions with nothing to read in their text. */
function opaque(exported: Exports): object {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(exported))
    copy[name] =
      typeof value === 'function'
        ? (...args: unknown[]) => Reflect.apply(value, undefined, args) as unknown
        : value;
  freezeAll([copy]);
  return copy;
}

function run(code: string, filename: string, require: (name: string) => object): Exports {
  const wrapped = `(function (exports, require, module) { 'use strict'; ${code}\n})`;
  const start = new Script(wrapped, { filename }).runInThisContext() as (
    exports: object,
    require: (name: string) => object,
    module: object,
  ) => void;
  const module = { exports: {} as Exports };
  start(module.exports, require, module);
  return module.exports;
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
