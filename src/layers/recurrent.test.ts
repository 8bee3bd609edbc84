import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { flattenParams, makeRng, mapParams, square, tidy, type Params } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { valueAndGradients } from '../train/gradients.js';
import { gru } from './gru.js';
import { lstm, lstmLayer } from './lstm.js';
import { recurrent, type Recurrent } from './recurrent.js';
import { initRnn, rnn, rnnCell, rnnForward, type RnnParams } from './rnn.js';
import { skipRnn } from './skip-rnn.js';
import { residual, stacked } from './stacked.js';
import { forEveryLayer } from './testing/every-layer.js';

const [B, T, I, U] = [2, 5, 3, 3] as const;
const xs = makeRng(31).normalTensor<tf.Rank.R3>([B, T, I]);
const all = tf.ones<tf.Rank.R2>([B, T]);
const steps = (x: tf.Tensor3D, from: number, to: number) =>
  tf.slice(x, [0, from, 0], [x.shape[0], to - from, x.shape[2]]);

/** Weights and a first state that are no zeros. */
function drawn<P extends Params, S extends Params>(layer: Recurrent<P, S>) {
  const first = layer.init({ inputSize: I, hiddenSize: U }, makeRng(32));
  const rng = makeRng(33);
  const p = mapParams(first, (leaf) => tf.add(leaf, rng.normalTensor(leaf.shape, 0.3)));
  return { p, start: mapParams(layer.start(p, B), (leaf) => rng.normalTensor(leaf.shape, 0.5)) };
}

/** That outputs and the last state have the gradients that central differences give. */
function gradients<P extends Params, S extends Params>(name: string, layer: Recurrent<P, S>) {
  test(`${name} has the gradients that central differences give`, () => {
    const { p, start } = drawn(layer);
    const results = (q: { p: P; xs: tf.Tensor3D; start: S }) => {
      const { outputs, state } = layer.read(q.p, q.xs, q.start);
      return joined({ outputs, state });
    };
    // A layer norm of numbers that are nearly equal bends sharply.
    expect(gradientGap(results, { p, xs, start }, 3e-7)).toBeLessThan(1e-7);
  });
}

/** What holds of every layer that goes from left to right. */
function laws<P extends Params, S extends Params>(name: string, layer: Recurrent<P, S>) {
  const { p, start } = drawn(layer);

  describe(name, () => {
    test('step by step is the whole sequence', () => {
      const whole = layer.read(p, xs, start);
      let state = start;
      const outputs = Array.from({ length: T }, (_, t) => {
        const after = layer.read(p, steps(xs, t, t + 1), state);
        state = after.state;
        return after.outputs;
      });
      expect(gap(tf.concat(outputs, 1), whole.outputs)).toBeLessThan(1e-15);
      expect(gap(state, whole.state)).toBeLessThan(1e-15);
      expect(whole.outputs.shape).toEqual([B, T, layer.outputSize(U)]);
    });

    test('a sequence read in two parts is the whole one', () => {
      const early = layer.read(p, steps(xs, 0, 2), start);
      const late = layer.read(p, steps(xs, 2, T), early.state);
      const whole = layer.read(p, xs, start);
      expect(gap(tf.concat([early.outputs, late.outputs], 1), whole.outputs)).toBeLessThan(1e-15);
      expect(gap(late.state, whole.state)).toBeLessThan(1e-15);
    });

    test('what comes later does not change what came before', () => {
      const changed = tf.concat([steps(xs, 0, 3), tf.ones<tf.Rank.R3>([B, 2, I])], 1);
      const before = layer.read(p, xs, start).outputs;
      const after = layer.read(p, changed, start).outputs;
      expect(gap(steps(before, 0, 3), steps(after, 0, 3))).toBe(0);
      expect(gap(before, after)).toBeGreaterThan(0.01);
    });

    test('reads rows from zeros, and padding behind them changes nothing', () => {
      const short = steps(xs, 0, 3);
      const plain = layer.encode(p, short, tf.ones([B, 3]));
      const padded = tf.concat([short, tf.fill<tf.Rank.R3>([B, 2, I], 9)], 1);
      const mask = tf.concat([tf.ones<tf.Rank.R2>([B, 3]), tf.zeros<tf.Rank.R2>([B, 2])], 1);
      const beside = layer.encode(p, padded, mask);
      expect(gap(steps(beside.outputs, 0, 3), plain.outputs)).toBe(0);
      expect(gap(beside.last, plain.last)).toBe(0);
      const fromZeros = layer.read(p, short, layer.start(p, B)).outputs;
      expect(gap(plain.outputs, fromZeros)).toBe(0);
      expect(gap(plain.last, tf.squeeze(steps(fromZeros, 2, 3), [1]))).toBe(0);
    });

    test('a gradient goes through the state from one part to the other', () => {
      const inParts = (q: { p: P; xs: tf.Tensor3D; start: S }) => {
        const early = layer.read(q.p, steps(q.xs, 0, 2), q.start);
        const late = layer.read(q.p, steps(q.xs, 2, T), early.state);
        return { outputs: tf.concat([early.outputs, late.outputs], 1), state: late.state };
      };
      const whole = (q: { p: P; xs: tf.Tensor3D; start: S }) => layer.read(q.p, q.xs, q.start);
      const [a, b] = [inParts, whole].map(
        (f) => valueAndGradients((q) => tf.sum(square(joined(f(q)))), { p, xs, start }).gradients,
      );
      expect(gap(a ?? xs, b ?? xs)).toBeLessThan(1e-13);
    });

    test('leaves no tensor but what it returns, nor do its gradients', () => {
      const given = new Set(Object.values(flattenParams({ p, xs, start })));
      const surviving = (f: () => Params) => {
        const before = tf.memory().numTensors;
        const leaves = Object.values(flattenParams(tidy(f)));
        const made = new Set(leaves.filter((leaf) => !given.has(leaf)));
        const others = tf.memory().numTensors - before - made.size;
        tf.dispose([...made]);
        return others;
      };
      const x = tf.ones<tf.Rank.R3>([B, 1, I]);
      const scalar = (q: P) => tf.sum<tf.Scalar>(square(joined(layer.read(q, xs, start))));
      expect(surviving(() => layer.read(p, xs, start))).toBe(0);
      expect(surviving(() => layer.read(p, x, start))).toBe(0);
      expect(surviving(() => valueAndGradients(scalar, p))).toBe(0);
    });

    test('rows of a batch do not know of each other', () => {
      const turned = layer.read(
        p,
        tf.reverse(xs, 0),
        mapParams(start, (leaf) => tf.reverse(leaf, 0)),
      );
      expect(gap(turned.outputs, tf.reverse(layer.read(p, xs, start).outputs, 0))).toBeLessThan(
        1e-15,
      );
    });
  });
}

/** All numbers of a tree in a row. */
const joined = (tree: Params) =>
  tf.concat(Object.values(flattenParams(tree)).map((leaf) => tf.reshape(leaf, [-1])));

forEveryLayer((name, layer) => {
  laws(name, layer);
  laws(`${name} in a stack`, stacked([layer, layer]));
  laws(`${name} in a stack with a skip connection`, stacked([layer, residual(layer)]));
  gradients(name, layer);
});
laws('a layer of a cell alone', recurrent({ init: initRnn, cell: rnnCell }));
laws('an LSTM layer of a cell alone', lstmLayer());
laws('a stack of three', stacked([gru, gru, gru]));
laws(
  'a stack of layers with lags of their own',
  stacked([skipRnn({ lag: 2 }), skipRnn({ lag: 3 })]),
);
laws('residual', residual(rnn));
gradients('residual', residual(rnn));
gradients('a stack with states in pairs', stacked([lstm, residual(lstm)]));

test('a layer runs the step, and the whole sequence, that it is given', () => {
  const used: string[] = [];
  const counting = recurrent<RnnParams>({
    init: initRnn,
    cell: (...args) => {
      used.push('cell');
      return rnnCell(...args);
    },
    forward: (...args) => {
      used.push('forward');
      return rnnForward(...args);
    },
  });
  const p = counting.init({ inputSize: I, hiddenSize: U }, makeRng(1));
  expect(gap(counting.encode(p, xs, all).outputs, rnn.encode(p, xs, all).outputs)).toBe(0);
  counting.read(p, tf.ones([B, 1, I]), counting.start(p, B));
  expect(used).toEqual(['forward', 'cell']);
});
