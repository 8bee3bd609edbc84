import * as tf from '@tensorflow/tfjs-core';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gru } from '../layers/gru.js';
import { lstm } from '../layers/lstm.js';
import type { Recurrent } from '../layers/recurrent.js';
import { rnn } from '../layers/rnn.js';
import { customGradient } from './custom-gradient.js';
import { nativeBackend } from './jit/native-backend.js';
import { jit } from './jit.js';
import { square } from './ops.js';
import { flattenParams, type Params } from './params.js';
import { pullback } from './pullback.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { drawn, loss, reversibleStack } from './testing/reversible-stack.js';
import { tidy } from './tidy.js';

const before = { graphs: 0, tensors: 0 };
const graphsLoaded = () => (nativeBackend()?.binding.getNumOfSavedModels() ?? NaN) - before.graphs;
const tensorsMade = () => tf.memory().numTensors - before.tensors;

beforeEach(() => {
  before.graphs += graphsLoaded();
  before.tensors += tensorsMade();
});
afterEach(() => {
  expect(graphsLoaded()).toBe(0);
  expect(tensorsMade()).toBe(0);
});

/** Runs a test that frees what it made. */
const free = (f: () => void) => () => {
  tidy(f);
};

/** One step of training a recurrent layer: half the sum of squares, and its gradients. */
function stepOf<P extends Params, S extends Params>(layer: Recurrent<P, S>) {
  const [B, T, I, U] = [2, 5, 3, 7];
  const draw = (seed: number) => {
    const rng = makeRng(seed);
    const p = layer.init({ inputSize: I, hiddenSize: U }, rng);
    return { p, xs: rng.normalTensor<tf.Rank.R3>([B, T, I]) };
  };
  const step = ({ p, xs }: ReturnType<typeof draw>) =>
    pullback((q: P) => {
      const { outputs } = layer.read(q, xs, layer.start(q, B));
      return tf.mul<tf.Scalar>(0.5, tf.sum(square(outputs)));
    }, p);
  return { draw, step };
}

function expectSame<A extends Params>(f: (a: A) => Params, draw: (seed: number) => A) {
  const fast = jit(f);
  for (const seed of [1, 2, 3]) expect(gap(fast(draw(seed)), f(draw(seed)))).toBeLessThan(2e-6);
  fast.dispose();
}

describe('jit computes what the function does, with other values than it recorded:', () => {
  test(
    'a step of an RNN, with gradients',
    free(() => {
      const { draw, step } = stepOf(rnn);
      expectSame(step, draw);
    }),
  );
  test(
    'a step of a GRU',
    free(() => {
      const { draw, step } = stepOf(gru);
      expectSame(step, draw);
    }),
  );
  test(
    'a step of an LSTM',
    free(() => {
      const { draw, step } = stepOf(lstm);
      expectSame(step, draw);
    }),
  );

  test(
    'a reversible stack, whose gradient takes gradients',
    free(() => {
      const step = (inputs: ReturnType<typeof drawn>) =>
        pullback((p: typeof inputs) => loss(reversibleStack(p)), inputs);
      expectSame(step, (seed) => drawn(3, seed));
    }),
  );

  test(
    'several trees, of every type, and results in their own form',
    free(() => {
      const f = (a: { x: tf.Tensor1D; of: [tf.Tensor1D] }, b: tf.Scalar) => ({
        sum: tf.add(a.x, b),
        list: [tf.logicalNot(a.of[0]), tf.topk(a.x, 2)],
        made: tf.range(0, 3, 1, 'int32'),
      });
      const fast = jit(f);
      const draw = (seed: number) =>
        [
          { x: tf.tensor1d([seed, 2, 3]), of: [tf.tensor1d([seed, 0], 'bool')] },
          tf.scalar(seed, 'int32'),
        ] as Parameters<typeof f>;
      for (const seed of [0, 1]) {
        const actual = flattenParams(fast(...draw(seed)));
        const expected = flattenParams(f(...draw(seed)));
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [path, y] of Object.entries(expected)) {
          expect(actual[path]?.dtype).toBe(y.dtype);
          expect(actual[path]?.arraySync()).toEqual(y.arraySync());
        }
      }
      fast.dispose();
    }),
  );

  test(
    'one tensor given twice, and inputs handed on',
    free(() => {
      const fast = jit((a: tf.Tensor, b: tf.Tensor) => ({ difference: tf.sub(a, b), a, again: a }));
      const [x, y] = [tf.tensor1d([1, 2]), tf.tensor1d([5, 7])];
      expect(fast(x, x).difference.dataSync()).toEqual(Float32Array.of(0, 0));
      const { difference, a, again } = fast(x, y);
      expect(difference.dataSync()).toEqual(Float32Array.of(-4, -5));
      tf.dispose([a, again]);
      expect(x.dataSync()).toEqual(Float32Array.of(1, 2));
      fast.dispose();
    }),
  );

  test(
    'without inputs',
    free(() => {
      const made = jit(() => tf.ones([2]));
      for (let i = 0; i < 2; i++) expect(made().dataSync()).toEqual(Float32Array.of(1, 1));
      made.dispose();
    }),
  );
});

describe('jit', () => {
  /** Counts how often the function itself runs. */
  const counted = (graphs?: number) => {
    const count = { runs: 0 };
    const f = (x: tf.Tensor) => {
      count.runs += 1;
      return tf.square(x);
    };
    return { count, fast: jit(f, graphs === undefined ? {} : { graphs }) };
  };

  test(
    'runs f twice for each set of shapes and dtypes',
    free(() => {
      const { count, fast } = counted();
      for (const x of [tf.ones([2]), tf.zeros([2])]) fast(x);
      expect(count.runs).toBe(2);
      for (const x of [tf.ones([3]), tf.ones([1, 2]), tf.ones([2], 'int32')])
        expect(fast(x).shape).toEqual(x.shape);
      expect(count.runs).toBe(8);
      expect(fast(tf.tensor1d([3, 4])).dataSync()).toEqual(Float32Array.of(9, 16));
      expect(count.runs).toBe(8);
      fast.dispose();
    }),
  );

  test(
    'keeps a number of graphs, and frees the one that was used longest ago',
    free(() => {
      const { count, fast } = counted(2);
      for (const size of [1, 2, 1, 3]) fast(tf.ones([size]));
      expect([count.runs, graphsLoaded()]).toEqual([6, 2]);
      fast(tf.ones([1]));
      expect(count.runs).toBe(6);
      fast(tf.ones([2]));
      expect(count.runs).toBe(8);
      fast.dispose();
      expect(graphsLoaded()).toBe(0);
      expect(fast(tf.tensor1d([3])).dataSync()[0]).toBe(9);
      fast.dispose();
    }),
  );

  test(
    'runs f itself with UNROLL_JIT=off',
    free(() => {
      const { count, fast } = counted();
      process.env['UNROLL_JIT'] = 'off';
      for (let i = 0; i < 3; i++) fast(tf.ones([2]));
      delete process.env['UNROLL_JIT'];
      expect([count.runs, graphsLoaded()]).toEqual([3, 0]);
    }),
  );

  test(
    'runs f itself while a gradient is taken through it',
    free(() => {
      const { count, fast } = counted();
      fast(tf.scalar(3));
      const slope = tf.grad((x) => fast(x));
      expect(slope(tf.scalar(3)).dataSync()[0]).toBe(6);
      expect(count.runs).toBe(3);
      fast.dispose();
    }),
  );

  test(
    'runs its graph inside a function whose gradient is written by hand',
    free(() => {
      const { count, fast } = counted();
      const byHand = (x: tf.Tensor) =>
        customGradient(
          x,
          (given) => ({ value: fast(given), kept: {} }),
          (dValue) => tf.mul(dValue, 100),
        );
      expect(
        tf
          .grad((x) => byHand(x))(tf.scalar(3))
          .dataSync()[0],
      ).toBe(100);
      expect(byHand(tf.scalar(5)).dataSync()[0]).toBe(25);
      expect(count.runs).toBe(2);
      fast.dispose();
    }),
  );

  test(
    'is a part of the graph of a function that calls it',
    free(() => {
      const { count, fast } = counted();
      const outer = jit((x: tf.Tensor) => tf.add(fast(x), 1));
      expect(outer(tf.scalar(3)).dataSync()[0]).toBe(10);
      expect(outer(tf.scalar(4)).dataSync()[0]).toBe(17);
      expect([count.runs, graphsLoaded()]).toEqual([2, 1]);
      outer.dispose();
    }),
  );

  test(
    'leaves nothing behind where f throws, and works after it',
    free(() => {
      const fast = jit((x: tf.Tensor) => {
        const y = tf.grad((z) => tf.mul(z, tf.square(z)))(x);
        if (x.size === 2) throw new RangeError('mine');
        return tf.mul(y, x);
      });
      const x = tf.ones([2]);
      expect(() => fast(x)).toThrow(RangeError);
      expect(tensorsMade()).toBe(1);
      expect(tf.engine().state.gradientDepth).toBe(0);
      expect(Object.keys(tf.backend())).not.toContain('readSync');
      expect(fast(tf.scalar(2)).dataSync()[0]).toBe(24);
      fast.dispose();
    }),
  );

  test('frees the graphs of a function that nothing refers to any more', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const useOnce = () => {
      tidy(() => void jit((x: tf.Tensor) => tf.square(x))(tf.scalar(2)));
    };
    useOnce();
    expect(graphsLoaded()).toBe(1);
    for (let i = 0; i < 20 && graphsLoaded() > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collect();
    }
    expect(graphsLoaded()).toBe(0);
  });

  test(
    'keeps memory flat over ten thousand calls',
    free(() => {
      const fast = jit((p: { w: tf.Tensor; b: tf.Tensor }) => [tf.add(p.w, p.b), tf.sum(p.w)]);
      const p = { w: tf.ones([100, 50]), b: tf.scalar(1) };
      const callOften = (times: number) => {
        for (let i = 0; i < times; i++) tf.dispose(fast(p));
      };
      callOften(1000);
      const [{ numTensors, numBytes }, rss] = [tf.memory(), process.memoryUsage.rss()];
      callOften(10_000);
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
      // A result alone that stayed would be 200 MB in all.
      expect(process.memoryUsage.rss() - rss).toBeLessThan(50e6);
      fast.dispose();
    }),
  );
});
