import { beforeAll, describe, expect, it } from 'vitest';
import { Handle, ints, StandIn, tensor } from '../value.js';
import type { Box } from './contract.js';
import { builtBox, withBox } from './testing/boxes.js';

beforeAll(builtBox);

const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
const quiet = {
  inputsChanged: [],
  tensorsLeaked: 0,
  standInCalls: [],
  promised: false,
};

describe('a call', () => {
  it('passes arguments in their order and returns values in double precision', async () => {
    const outcome = await withBox(
      `exports.f = (x, p, ids) => ({ y: tf.div(x, p.w), rows: tf.gather(x, ids), n: [1, 'a', null, undefined, true] });`,
      (box) => box.call({ x, p: { w: tensor([], [3]) }, ids: ints([1], [1]) }),
    );
    const y = tensor([2, 3], [1 / 3, 2 / 3, 1, 4 / 3, 5 / 3, 2]);
    expect(outcome).toEqual({
      kind: 'value',
      value: { y, rows: tensor([1, 3], [4, 5, 6]), n: [1, 'a', null, undefined, true] },
      observed: quiet,
    });
  });

  it('keeps whole numbers and truths apart from floats', async () => {
    const code = `exports.f = (x) => [tf.argMax(x, 1), tf.greater(x, 3), tf.cast(x, 'int32')];`;
    const outcome = await withBox(code, (box) => box.call({ x }));
    const dtypes =
      outcome.kind === 'value' && (outcome.value as { dtype: string }[]).map((t) => t.dtype);
    expect(dtypes).toEqual(['int32', 'bool', 'int32']);
  });

  it('reads a cast to a wider type, which shares the entries of the narrower one', async () => {
    const code = `exports.f = (x) => [
      tf.cast(tf.greater(x, 3), 'float32'), tf.cast(tf.greater(x, 3), 'int32'), tf.cast(tf.argMax(x, 1), 'float32'),
    ];`;
    const outcome = await withBox(code, (box) => box.call({ x }));
    expect(outcome.kind === 'value' && outcome.value).toEqual([
      tensor([2, 3], [0, 0, 0, 1, 1, 1]),
      ints([2, 3], [0, 0, 0, 1, 1, 1]),
      tensor([2], [2, 2]),
    ]);
  });

  it('awaits a promise, and says so when nothing can settle it', async () => {
    const code = `exports.f = async (x) => tf.tensor(await x.data());
      exports.later = () => new Promise((done) => setTimeout(() => done(7), 5));
      exports.never = () => new Promise(() => {});`;
    await withBox(code, async (box) => {
      expect(await box.call({ x: tensor([1], [5]) })).toEqual({
        kind: 'value',
        value: tensor([1], [5]),
        observed: { ...quiet, promised: true },
      });
      expect(await box.call({}, 'later')).toMatchObject({ value: 7 });
      expect(await box.call({}, 'never')).toMatchObject({ kind: 'unreadable' });
      expect(await box.call({}, 'later')).toMatchObject({ value: 7 });
    });
  });

  it('leaves alone what only looks like a promise', async () => {
    const code = `exports.f = () => ({ then: (done) => done(7) });
      exports.later = async () => ({ inner: { then: (done) => done(7) } });`;
    await withBox(code, async (box) => {
      const answer = await box.call({});
      expect(answer).toMatchObject({ value: { then: new Handle(0) }, observed: quiet });
      expect(await box.call({}, 'later')).toMatchObject({ value: { inner: {} } });
    });
  });

  it('notices changed inputs, leaked tensors and calls of stand-ins', async () => {
    const code = `exports.f = (x, list, step) => {
        x.dataSync()[0] = 9; list.sort(); tf.keep(tf.square(x)); return step(step(x, 1), 2); };`;
    const standIns = `exports.step = (x, n) => x;`;
    const outcome = await withBox(
      code,
      (box) => box.call({ x, list: [2, 1], step: new StandIn('step') }),
      { standIns },
    );
    const calls = [
      { name: 'step', shapes: [[2, 3]] },
      { name: 'step', shapes: [[2, 3]] },
    ];
    expect(outcome).toMatchObject({
      observed: { inputsChanged: ['x', 'list'], tensorsLeaked: 1, standInCalls: calls },
    });
  });

  it('keeps a returned function inside and calls it by its handle', async () => {
    const code = `exports.f = (w) => (x) => tf.mul(x, w);`;
    await withBox(code, async (box) => {
      const made = await box.call({ w: tensor([], [2]) });
      expect(made).toMatchObject({ value: new Handle(0) });
      const answer = await box.handle(new Handle(0), [tensor([1], [4])]);
      expect(answer).toMatchObject({ value: tensor([1], [8]) });
      expect(await box.handle(new Handle(5), [])).toEqual({ kind: 'missing' });
    });
  });

  it('says what was thrown, what is missing and what is not written', async () => {
    const code = `exports.f = () => { const e = new TypeError('no'); e.message += '!'; throw e; };
      exports.text = () => { throw 'words'; };
      exports.stub = () => { throw new core.Unsolved('t'); };`;
    await withBox(code, async (box) => {
      expect(await box.call({})).toEqual({ kind: 'threw', name: 'TypeError', message: 'no!' });
      expect(await box.call({}, 'text')).toMatchObject({ name: 'not an Error', message: 'words' });
      expect(await box.call({}, 'stub')).toEqual({ kind: 'unattempted' });
      expect(await box.call({}, 'toString')).toEqual({ kind: 'missing' });
    });
  });

  it('answers with what went wrong while loading', async () => {
    const outcome = await withBox(`throw new RangeError('at the top');`, (box) => box.call({}));
    expect(outcome).toMatchObject({ kind: 'threw', message: 'at the top' });
  });
});

describe('a gradient', () => {
  it('is taken of the sum of cotangent x output, by path', async () => {
    const code = `exports.f = (p, x) => ({ y: tf.mul(p.w, x), z: [tf.square(x)] });`;
    const outcome = await withBox(code, (box) =>
      box.gradient(
        { p: { w: tensor([2], [3, 5]), unused: tensor([], [1]) }, x: tensor([2], [7, 11]) },
        ['p.w', 'p.unused', 'x'],
        { y: tensor([2], [1, 10]), z: [tensor([2], [0, 1])] },
      ),
    );
    expect(outcome).toEqual({
      kind: 'gradient',
      gradients: { 'p.w': tensor([2], [7, 110]), 'p.unused': null, x: tensor([2], [3, 72]) },
      observed: quiet,
    });
  });

  it('passes through lists of tensors, of one too and in another order', async () => {
    const code = `exports.f = (x) => tf.unstack(x, 1).reverse();
      exports.one = (x) => [...tf.unstack(x, 0), ...tf.split(x, 1, 1)];`;
    await withBox(code, async (box) => {
      const [first, second] = [tensor([1], [10]), tensor([1], [1])];
      const row = tensor([1, 2], [5, 7]);
      expect(await box.gradient({ x: row }, ['x'], [first, second])).toMatchObject({
        gradients: { x: tensor([1, 2], [1, 10]) },
      });
      const both = [tensor([2], [1, 10]), tensor([1, 2], [100, 1000])];
      expect(await box.gradient({ x: row }, ['x'], both, 'one')).toMatchObject({
        gradients: { x: tensor([1, 2], [101, 1010]) },
      });
    });
  });

  it('that a function of tfjs does not have is said by its name and line', async () => {
    const code = `exports.f = (x) => {
        const half = tf.mul(x, 0.5);
        return tf.divNoNan(half, x);
      };
      exports.custom = (x) => tf.customGrad((y) => ({ value: y, gradFunc: () => { throw new Error('mine'); } }))(x);
      exports.before = (x) => tf.matMul(x, 1);`;
    const map = JSON.stringify({
      version: 3,
      sources: ['a.ts'],
      names: [],
      mappings: 'AAAA;AACA;AACA;AACA;AACA',
    });
    const use = async (box: Box) => {
      expect(await box.gradient({ x }, ['x'], x)).toEqual({
        kind: 'threw',
        name: 'Error',
        message: 'tfjs has no gradient for Equal, which tf.divNoNan uses',
        line: 3,
        backward: true,
      });
      const custom = await box.gradient({ x }, ['x'], x, 'custom');
      expect(custom).toMatchObject({ message: 'mine', line: 5, backward: true });
      const before = await box.gradient({ x }, ['x'], x, 'before');
      expect(before).toMatchObject({ kind: 'threw' });
      expect(before).not.toHaveProperty('backward');
    };
    await withBox(code, use, { map });
  });

  it('asks for an output built like the cotangent', async () => {
    const code = `exports.f = async (x) => x; exports.g = (x) => tf.sum(x);`;
    await withBox(code, async (box) => {
      const reason = 'expected a tensor, not a promise of one';
      expect(await box.gradient({ x }, ['x'], x)).toEqual({ kind: 'unreadable', reason });
      expect(await box.gradient({ x }, ['x'], x, 'g')).toMatchObject({ kind: 'unreadable' });
    });
  });
});

describe('what the code prints', () => {
  it('is kept in order, tensors readable, also when the box dies', async () => {
    const code = `exports.f = (x) => { console.log('x is', x, { a: [1] }); for (;;); };`;
    const limits = { cpuMilliseconds: 400 };
    await withBox(
      code,
      async (box) => {
        expect(await box.call({ x })).toMatchObject({
          kind: 'timeout',
          of: 'cpu',
          milliseconds: 400,
        });
        expect(box.output()).toMatch(
          /^x is Tensor\s+\[\[1, 2, 3\],\s+\[4, 5, 6\]\] \{ a: \[ 1 \] \}\n$/,
        );
        expect(await box.call({ x })).toMatchObject({ kind: 'timeout' });
      },
      { limits },
    );
  });
});

describe('chance and time', () => {
  it('are the same in every box, and go on from call to call', async () => {
    const code = `exports.f = () => [Math.random(), Date.now(), new Date().getTime(), performance.now()];`;
    const twice = () => withBox(code, async (box) => [await box.call({}), await box.call({})]);
    const [first, second] = [await twice(), await twice()];
    expect(first).toEqual(second);
    expect(first[0]).not.toEqual(first[1]);
  });
});
