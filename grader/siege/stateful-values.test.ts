/** Submissions whose objects answer differently, or throw, when the box reads them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { attackBox, builtBox } from '../box/testing/boxes.js';
import { StandIn, tensor } from '../value.js';

beforeAll(builtBox);

const x = tensor([3], [1, 2, 3]);
const levels = (count: number) =>
  `let a = x; for (let i = 0; i < ${String(count)}; i++) a = [a]; return a;`;
const iterator = 'Symbol.iterator, { value: function* () { yield 1; } }';
const attacks = {
  liar: `const y = tf.zerosLike(x); Object.defineProperty(y.dataSync(), ${iterator}); return y;`,
  shorter: `const y = tf.zerosLike(x); Object.defineProperty(y.dataSync(), 'length', { value: 1 }); return y;`,
  overwritten: `const old = [...x.dataSync()];
    Object.defineProperty(x.dataSync(), Symbol.iterator, { value: function* () { yield* old; } });
    x.dataSync().fill(7); return tf.zerosLike(x);`,
  undisposed: `const y = tf.clone(x); y.dispose(); Object.defineProperty(y, 'isDisposed', { value: false }); return y;`,
  deep: levels(63),
  deeper: levels(70),
  proxy: 'throw new Proxy({}, { getPrototypeOf() { throw 1; } });',
  descendant: 'throw Object.create(new Proxy({}, { getPrototypeOf() { throw 1; } }));',
  shapes: `const y = tf.clone(x); ${levels(70).replace('return a', 'y.shape = [a]')}
    try { f(y); } catch {} return x;`,
  chance: 'Object.getPrototypeOf(core.Rng).prototype.uniform = () => 0.5; return x;',
  method: 'core.Rng.prototype.normal.call = () => 0; return x;',
};
const attack = attackBox(Object.values(attacks), 'x, f', { standIns: 'exports.f = (x) => x;' });
const answer = (name: keyof typeof attacks) => attack(attacks[name], { x, f: new StandIn('f') });

describe('the box reads', () => {
  it('entries, whatever iterator or length stands on them', async () => {
    for (const name of ['liar', 'shorter'] as const)
      expect(await answer(name)).toMatchObject({ value: tensor([3], [0, 0, 0]) });
    const { observed } = (await answer('overwritten')) as { observed?: object };
    expect(observed).toMatchObject({ inputsChanged: ['x'] });
  });

  it('whether a tensor is there, whatever it says', async () => {
    expect(await answer('undisposed')).toMatchObject({ kind: 'unreadable' });
  });

  it('no more levels than fit into a reply', async () => {
    expect(await answer('deep')).toMatchObject({ kind: 'value' });
    expect(await answer('deeper')).toMatchObject({ kind: 'unreadable' });
  });

  it('what was thrown without asking it', async () => {
    for (const name of ['proxy', 'descendant'] as const)
      expect(await answer(name)).toMatchObject({ kind: 'threw', name: 'not an Error' });
  });

  it('shapes at a stand-in only if they are shapes', async () => {
    const { observed } = (await answer('shapes')) as { observed?: object };
    expect(observed).toMatchObject({ standInCalls: [] });
  });
});

describe('chance', () => {
  it('cannot be changed, not by a class that another extends', async () => {
    for (const name of ['chance', 'method'] as const)
      expect(await answer(name)).toMatchObject({ kind: 'threw', name: 'TypeError' });
  });
});
