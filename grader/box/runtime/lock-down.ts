/**
 * What is left of the global world when a submission is loaded: the language, frozen, and a few
 * harmless helpers. Whoever patches `Array.prototype` gets a TypeError, and there is no `process`,
 * `require`, `Buffer`, `fetch` or `WebAssembly` to reach the machine with.
 */
import * as core from '../../../src/core/index.js';
import { cutStacks, hideFunctionTexts } from './stack.js';

const kept: ReadonlySet<string> = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date
  Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError
  URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array
  Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float32Array Float64Array
  DataView Map BigInt Set Iterator WeakMap WeakSet Proxy Reflect decodeURI decodeURIComponent
  encodeURI encodeURIComponent isFinite isNaN console queueMicrotask structuredClone TextEncoder
  TextDecoder setTimeout clearTimeout setInterval clearInterval performance`.split(/\s+/),
);

/**
 * Removes what leads to the machine, freezes what is left, and makes its chance and time the same
 * every time. Nothing of a submission may run before. It cannot be part of the snapshot: on its
 * way out of one, V8 still adds to built-in objects.
 */
export function lockDown(console: object): void {
  for (const name of Object.getOwnPropertyNames(globalThis))
    if (!kept.has(name)) Reflect.deleteProperty(globalThis, name);
  const replaced: Record<string, unknown> = { console, ...timers(), ...clock() };
  for (const [name, value] of Object.entries(replaced)) fix(globalThis, name, value);
  const chance = core.makeRng(20_240_101);
  fix(Math, 'random', () => chance.uniform());
  // Without a date it formats today's.
  Reflect.deleteProperty(Intl, 'DateTimeFormat');
  cutStacks();
  hideFunctionTexts();
  allowOwnOverrides();
  freezeAll([...roots(), ...Object.values(core)]);
  for (const name of kept)
    if (name in globalThis) fix(globalThis, name, Reflect.get(globalThis, name));
}

function fix(target: object, name: string, value: unknown): void {
  const property = Object.getOwnPropertyDescriptor(target, name);
  if (property?.configurable === false) return;
  Object.defineProperty(target, name, {
    value,
    writable: false,
    configurable: false,
    enumerable: property?.enumerable ?? false,
  });
}

/** Timers by number: Node's own objects lead to its insides. */
function timers(): Record<string, unknown> {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const running = new Map<number, NodeJS.Timeout>();
  let last = 0;
  const starter =
    (start: typeof setTimeout | typeof setInterval) =>
    (f: (...args: unknown[]) => unknown, delay?: number, ...args: unknown[]) => {
      running.set(
        ++last,
        start(() => {
          f(...args);
        }, Number(delay)),
      );
      return last;
    };
  const stopper = (stop: (timer: NodeJS.Timeout | undefined) => void) => (id: number) => {
    stop(running.get(id));
    running.delete(id);
  };
  return {
    setTimeout: starter(setTimeout),
    clearTimeout: stopper(clearTimeout),
    setInterval: starter(setInterval),
    clearInterval: stopper(clearInterval),
  };
}

/** A clock that moves one millisecond each time it is read: no answer depends on the day. */
function clock(): Record<string, unknown> {
  const start = Date.UTC(2024, 0, 1);
  let read = 0;
  const now = () => start + read++;
  const real = Date;
  real.now = now;
  const fixed = new Proxy(real, {
    apply: () => new real(now()).toString(),
    construct: (_, args: unknown[], self: () => unknown) =>
      Reflect.construct(real, (args.length === 0 ? [now()] : args) as [], self) as Date,
  });
  Object.defineProperty(real.prototype, 'constructor', { value: fixed });
  return { Date: fixed, performance: { now: () => now() - start, timeOrigin: start } };
}

/**
 * A frozen prototype's property cannot be shadowed by assignment (`error.message = ...`,
 * `list.map = ...`), which honest code does: these become accessors that define the object's own.
 */
function allowOwnOverrides(): void {
  for (const prototype of prototypes())
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const property = Object.getOwnPropertyDescriptor(prototype, name);
      if (property?.configurable !== true || property.writable !== true) continue;
      if (!lookedUpByEngine.has(property.value)) makeOverridable(prototype, name, property.value);
    }
}

/** V8 is three times as slow with lists and twice with expressions where these are accessors. */
const lookedUpByEngine: ReadonlySet<unknown> = new Set([
  Array,
  RegExp,
  Reflect.get(RegExp.prototype, 'exec'),
]);

/** Prototypes of everything that a program can make. */
function* prototypes(): Generator<object> {
  for (const name of kept) {
    const made: unknown = Reflect.get(globalThis, name);
    if (typeof made === 'function' && typeof made.prototype === 'object')
      yield made.prototype as object;
  }
  yield Object.getPrototypeOf(Uint8Array.prototype) as object;
  yield Function.prototype;
}

function makeOverridable(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, {
    configurable: false,
    get: () => value,
    set(this: unknown, own: unknown) {
      if (this === prototype) throw new TypeError(`Cannot change the built-in ${name}.`);
      Object.defineProperty(this as object, name, {
        value: own,
        writable: true,
        configurable: true,
        enumerable: true,
      });
    },
  });
}

/** Everything built in that a program can get hold of, with or without a name. */
function* roots(): Generator {
  const prototypeOf = (x: object): unknown => Object.getPrototypeOf(x);
  for (const name of kept) if (name !== 'globalThis') yield Reflect.get(globalThis, name);
  yield prototypeOf(globalThis);
  yield function* () {
    yield 0;
  };
  yield async function* () {
    yield await Promise.resolve(0);
  };
  yield async () => Promise.resolve(0);
  yield prototypeOf(new Map().entries());
  yield prototypeOf(new Set().values());
  yield prototypeOf([].values());
  yield prototypeOf(''[Symbol.iterator]());
  yield prototypeOf(''.matchAll(/a/g));
  yield prototypeOf(Intl.NumberFormat.prototype);
}

/** Freezes objects and all that their properties and prototypes lead to. */
export function freezeAll(start: readonly unknown[]): void {
  const waiting = [...start];
  const seen = new Set<unknown>();
  while (waiting.length > 0) {
    const x = waiting.pop();
    if ((typeof x !== 'object' && typeof x !== 'function') || x === null || seen.has(x)) continue;
    seen.add(x);
    if (!ArrayBuffer.isView(x)) Object.freeze(x);
    waiting.push(Object.getPrototypeOf(x));
    for (const key of Reflect.ownKeys(x)) {
      const property: object = Object.getOwnPropertyDescriptor(x, key) ?? {};
      waiting.push(...(Object.values(property) as unknown[]));
    }
  }
}
