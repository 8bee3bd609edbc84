/** tfjs and core as a submission sees them: frozen, without the engine, forbidden ways trapped. */
import * as core from '../../../src/core/index.js';
import { forbiddenNames, type Rules } from '../forbidden.js';
import type { Exports } from './exports.js';
import { tf } from './tfjs.js';

/** Reached by a trap; the box remembers it even if the student's code swallows it. */
export class ForbiddenUse extends Error {
  override readonly name = 'ForbiddenUse';
}

/** What the code touched first that it may not use. */
export interface Trapped {
  readonly what: string;
  readonly stack: string;
}

export interface Fence {
  readonly tf: Exports;
  readonly core: Exports;
  /** The first forbidden use since the last look. */
  takeTrapped(): Trapped | undefined;
}

/** The namespaces as far as the rules allow. */
export function buildFence(rules: Rules): Fence {
  let trapped: Trapped | undefined;
  const refuse = (what: string) => {
    const error = new ForbiddenUse(`${what} may not be used here.`);
    trapped ??= { what, stack: error.stack ?? '' };
    throw error;
  };
  const isForbidden = forbiddenNames(rules);
  trapMethods(isForbidden, refuse);
  Object.freeze(tf.Tensor.prototype);
  return {
    tf: facade('tf', tf, isForbidden, refuse, namesUnder('tf.', rules.forbidden)),
    core: facade('core', core, isForbidden, refuse, []),
    takeTrapped() {
      const taken = trapped;
      trapped = undefined;
      return taken;
    },
  };
}

const namesUnder = (prefix: string, forbidden: readonly string[]) =>
  forbidden.filter((what) => /^tf\.\w+$/.test(what)).map((what) => what.slice(prefix.length));

type Refuse = (what: string) => never;

/** `x.softmax()` is `tf.softmax(x)`. */
function trapMethods(isForbidden: (what: string) => boolean, refuse: Refuse): void {
  for (const name of Object.getOwnPropertyNames(tf.Tensor.prototype))
    if (isForbidden(`tf.${name}`))
      Object.defineProperty(tf.Tensor.prototype, name, { value: () => refuse(`tf.${name}`) });
}

/** A frozen copy of a namespace with traps where `look` says so. */
function facade(
  path: string,
  namespace: object,
  look: (what: string) => boolean,
  refuse: Refuse,
  extra: readonly string[],
): Exports {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of new Set([...Object.keys(namespace), ...extra])) {
    const what = `${path}.${name}`;
    const value: unknown = Reflect.get(namespace, name);
    if (look(what)) copy[name] = trap(what, refuse);
    else if (isNamespace(value)) copy[name] = facade(what, value, look, refuse, []);
    else copy[name] = value;
  }
  return Object.freeze(copy);
}

function isNamespace(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).some((member) => typeof member === 'function')
  );
}

/**
 * Freezes every function and class of tfjs but the prototype of tensors, where methods are still to
 * be trapped; done once, before the snapshot is taken.
 */
export function freezeLibrary(): void {
  const freeze = (value: unknown): void => {
    if (typeof value === 'function') {
      for (const above of [value, ...parentsOf(value)]) {
        if (above !== tf.Tensor) Object.freeze(above.prototype);
        Object.freeze(above);
      }
    } else if (isNamespace(value)) Object.values(value).forEach(freeze);
  };
  freeze(tf);
}

/** The classes that a class extends. */
function parentsOf(value: object): { readonly prototype?: unknown }[] {
  const parent: unknown = Object.getPrototypeOf(value);
  return typeof parent === 'function' && parent !== Function.prototype
    ? [parent, ...parentsOf(parent)]
    : [];
}

/** Refuses whatever is done with it; to import it without using it is allowed. */
function trap(what: string, refuse: Refuse): unknown {
  const no = () => refuse(what);
  const target = function () {
    return undefined;
  };
  return new Proxy(target, { get: no, set: no, apply: no, construct: no, getPrototypeOf: no });
}
