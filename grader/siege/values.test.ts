/** Submissions that try to look right without being right: each gets what it honestly earned. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ints, tensor, tensorsIn, type Value } from '../value.js';
import { attackBox, builtBox, withBox } from '../box/testing/boxes.js';

beforeAll(builtBox);

const x = tensor([3], [1, 2, 3]);
const answer = (code: string, args: Readonly<Record<string, Value>> = { x }) =>
  withBox(code, (box) => box.call(args));

describe('built-in things', () => {
  const targets = [
    'Array.prototype.every = () => true',
    'Array.prototype[Symbol.iterator] = function* () {}',
    'Array.prototype[0] = 5',
    'Math.abs = () => 0',
    'Number.isFinite = () => true',
    'JSON.stringify = () => "forged"',
    'Promise.prototype.then = () => undefined',
    'Object.prototype.toJSON = () => "forged"',
    'Object.prototype.toString = () => "[object Object]"',
    'Function.prototype.call = () => 1',
    'Error.prepareStackTrace = (e, sites) => sites',
    'Float64Array.prototype.set = () => undefined',
    'Object.getPrototypeOf(Float64Array.prototype).slice = () => undefined',
    'Object.getPrototypeOf((async () => 0)()).then = null',
    'Object.getPrototypeOf(function* () {}).x = 1',
    'WeakMap.prototype.get = () => undefined',
    'TextEncoder.prototype.encode = () => new Uint8Array(3)',
    'globalThis.Math = {}',
    'globalThis.Array = class {}',
    'console.log = 5',
    'tf.add = 1',
    'tf.Tensor.prototype.dataSync = () => [9]',
    'Object.defineProperty(tf.Tensor, Symbol.hasInstance, { value: () => true })',
    'tf.util.sizeFromShape = () => 1',
    'core.sum = 1',
    'core.Rng.prototype.uniform = () => 0',
  ];
  const attack = attackBox(targets, 'x');
  it.each(targets)('cannot be changed: %s', async (target) => {
    const outcome = await attack(target, { x });
    expect(outcome).toMatchObject({ kind: 'threw', name: 'TypeError' });
  });

  it('can still be shadowed on objects of one’s own', async () => {
    const code = `class Mine extends Error { toString() { return 'mine'; } }
      exports.f = () => { const e = new Error('a'); e.name = 'N'; e.message = 'b'; const o = {}; o.toString = () => 'o';
        return [String(e), String(o), String(new Mine()), o.hasOwnProperty('toString')]; };`;
    expect(await answer(code)).toMatchObject({ value: ['N: b', 'o', 'mine', true] });
  });

  const shadowed = [
    ['[1]', 'map'],
    ['new Float64Array(1)', 'fill'],
    ['new Map()', 'get'],
    ['new Set()', 'has'],
    ['new WeakMap()', 'set'],
    ['Promise.resolve()', 'then'],
    ['new Date()', 'getTime'],
    ['/a/', 'test'],
    ['new DataView(new ArrayBuffer(1))', 'getInt8'],
    ['(() => 0)', 'call'],
    ['new (class List extends Array {})()', 'push'],
  ];
  const bodies = shadowed.map(
    ([made = '', name = '']) =>
      `const made = ${made}; made.${name} = () => 'own'; return made.${name}();`,
  );
  const call = attackBox(bodies, '');
  it.each(bodies)('can be shadowed by a method of one’s own: %s', async (body) => {
    expect(await call(body, {})).toMatchObject({ value: 'own' });
  });
});

describe('lying objects', () => {
  const refused = [
    ['a Proxy of a tensor', 'new Proxy(x, {})'],
    ['a Proxy of a list', 'new Proxy([1], { get: () => 1 })'],
    ['a getter in a record', '({ get y() { return 1; } })'],
    ['a getter in a list', 'Object.defineProperty([1], 0, { get: () => 1 })'],
    ['a boxed number', 'new Number(1)'],
    ['a bigint', '1n'],
    ['a symbol', 'Symbol()'],
    ['a Map', 'new Map([[1, 2]])'],
    ['a Date', 'new Date()'],
    ['a tensor of texts', 'tf.tensor(["a"])'],
    ['a disposed tensor', '(() => { const y = tf.clone(x); y.dispose(); return y; })()'],
    ['a tensor with another shape', 'Object.assign(tf.clone(x), { shape: [1, 3, 5] })'],
    [
      'a tensor with a getter for its shape',
      'Object.defineProperty(tf.clone(x), "shape", { get: () => [3] })',
    ],
    ['a float tensor said to be whole', 'Object.assign(tf.clone(x), { dtype: "int32" })'],
    [
      'a million levels',
      '(() => { let a = 0; for (let i = 0; i < 1e6; i++) a = [a]; return a; })()',
    ],
    ['a circle', '(() => { const a = []; a.push(a); return a; })()'],
    ['a hundred megabytes', 'tf.zeros([13_000_000])'],
    ['a long text', '"x".repeat(100_000_000)'],
    ['a list of a billion', 'new Array(1e9)'],
    ['a hundred thousand functions', 'Array.from({ length: 100_000 }, () => () => 0)'],
    ['a million entries', 'Array.from({ length: 1e6 }, () => [0])'],
  ];
  const attack = attackBox(
    refused.map(([, expression = '']) => `return ${expression}`),
    'x',
  );
  it.each(refused)('are not read: %s', async (_, expression = '') => {
    const outcome = await attack(`return ${expression}`, { x });
    expect(outcome).toMatchObject({ kind: 'unreadable' });
  });

  it('that are no tensors are not taken for any', async () => {
    const duck = `({ dataId: x.dataId, shape: x.shape, dtype: 'float32' })`;
    const subclass = `Object.setPrototypeOf(tf.clone(x), class extends tf.Tensor {}.prototype)`;
    const outcome = await answer(`exports.f = (x) => [${duck}, ${subclass}];`);
    expect(tensorsIn(outcome.kind === 'value' ? outcome.value : x)).toEqual([]);
  });

  it('cannot count how often they are looked at', async () => {
    const code = `let n = 0; exports.f = () => ({ valueOf: () => ++n, toJSON: () => ({ passed: true }) });`;
    const outcome = await answer(code);
    expect(outcome).toMatchObject({ value: { valueOf: { id: 0 }, toJSON: { id: 1 } } });
  });

  it('hold up to a thousand functions, each known by one number', async () => {
    const code = `const own = Array.from({ length: 999 }, () => () => 0); exports.f = () => [own[7], ...own];`;
    const outcome = await answer(code);
    const ids = outcome.kind === 'value' ? (outcome.value as { id: number }[]) : [];
    expect(ids.map(({ id }) => id)).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6, 7, 0],
      ...Array.from({ length: 991 }, (_, i) => i + 8),
    ]);
  });

  it('pass on NaN and Infinity as what they are', async () => {
    const outcome = await answer(`exports.f = (x) => [NaN, tf.mul(x, Infinity)];`);
    expect(outcome).toMatchObject({ value: [NaN, tensor([3], [Infinity, Infinity, Infinity])] });
  });
});

describe('inputs', () => {
  const changes = [
    ['written through dataSync', 'x.dataSync()[0] = 7'],
    ['disposed', 'x.dispose()'],
    ['given another shape', 'x.shape[0] = 1'],
    ['sorted', 'ids.sort()'],
    ['given a new entry', 'p.more = 1'],
  ];
  const attack = attackBox(
    changes.map(([, change = '']) => change),
    'x, ids, p',
  );
  it.each(changes)('are known to have changed: %s', async (_, change = '') => {
    const outcome = await attack(change, { x, ids: [3, 1], p: { w: x } });
    const changed = outcome.kind === 'value' ? outcome.observed.inputsChanged : [];
    expect(changed).toHaveLength(1);
  });

  it('are new for every call', async () => {
    const code = `let kept; exports.f = (x) => { kept ??= x; return kept === x ? 0 : tf.sub(kept, x); };`;
    await withBox(code, async (box) => {
      await box.call({ x });
      const second = await box.call({ x: ints([3], [0, 0, 0]) });
      expect(second).toMatchObject({ value: tensor([3], [1, 2, 3]) });
    });
  });
});
