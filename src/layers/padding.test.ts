/**
 * What padding must not do: in every recurrent layer, in stacks of it, both ways, and in stacks
 * that read both ways.
 */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { flattenParams, makeRng, mapParams, square, type Params } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { valueAndGradients } from '../train/gradients.js';
import { bidirectional } from './bidirectional.js';
import type { Encoder } from './recurrent.js';
import { stackedEncoders } from './stacked.js';
import { forEveryLayer } from './testing/every-layer.js';

const LENGTHS = [4, 2, 0, 5];
const [B, T, I, U] = [LENGTHS.length, 5, 2, 3] as const;
const maskOf = (steps: number) =>
  tf.tensor2d(LENGTHS.map((n) => Array.from({ length: steps }, (_, t) => (t < n ? 1 : 0))));
const xs = makeRng(41).normalTensor<tf.Rank.R3>([B, T, I]);
const mask = maskOf(T);
const row = (x: tf.Tensor3D, b: number, T: number) => tf.slice(x, [b, 0, 0], [1, T, x.shape[2]]);
const real = (x: tf.Tensor3D, mask: tf.Tensor2D) => tf.mul<tf.Tensor3D>(x, tf.expandDims(mask, 2));

/** The rows of `xs`, with something else at padding, and so many steps in all. */
function padded(padding: number, steps: number = T): tf.Tensor3D {
  const longer = tf.pad(xs, [
    [0, 0],
    [0, steps - T],
    [0, 0],
  ]);
  const empty = tf.sub(1, tf.expandDims(maskOf(steps), 2));
  return tf.add(real(longer, maskOf(steps)), tf.mul(padding, empty));
}

/**
 * What a layer gives at tokens, and last; and the gradients of a scalar that looks at nothing else.
 */
function read<P extends Params>(layer: Encoder<P>, p: P, xs: tf.Tensor3D, mask: tf.Tensor2D) {
  const reading = (q: { p: P; xs: tf.Tensor3D }) => {
    const { outputs, last } = layer.encode(q.p, q.xs, mask);
    return { outputs: real(outputs, mask), last };
  };
  const scalar = (q: { p: P; xs: tf.Tensor3D }) => {
    const { outputs, last } = reading(q);
    return tf.add<tf.Scalar>(tf.sum(square(outputs)), tf.sum(square(tf.sub(last, 1))));
  };
  return { ...reading({ p, xs }), ...valueAndGradients(scalar, { p, xs }).gradients };
}

/** What holds of every layer that reads rows. */
function laws<P extends Params>(name: string, layer: Encoder<P>) {
  const rng = makeRng(43);
  const p = mapParams(layer.init({ inputSize: I, hiddenSize: U }, makeRng(44)), (leaf) =>
    tf.add(leaf, rng.normalTensor(leaf.shape, 0.3)),
  );

  describe(name, () => {
    test('what stands at padding changes nothing, and gets no gradient', () => {
      const [one, other] = [padded(9), padded(-0.5)].map((rows) => read(layer, p, rows, mask));
      if (one === undefined || other === undefined) throw new Error('two readings');
      expect(gap(one, other)).toBe(0);
      expect(gap(one.xs, real(one.xs, mask))).toBe(0);
      const { last, xs: dxs } = one;
      expect(gap(tf.slice(last, [2, 0], [1, -1]), tf.zeros([1, layer.outputSize(U)]))).toBe(0);
      expect(tf.min(tf.sum(tf.abs(tf.gather(dxs, [0, 1, 3])), [1, 2])).dataSync()[0]).not.toBe(0);
    });

    test('it has the gradient that central differences give, in any direction', () => {
      // A short way, as a layer norm of numbers that are nearly equal bends sharply.
      const along = flattenParams(
        mapParams({ p, xs }, (leaf) => rng.normalTensor(leaf.shape, 0.03)),
      );
      const moved = (by: tf.Tensor) => {
        const q = mapParams({ p, xs }, (leaf, path) =>
          tf.add(leaf, tf.mul(by, along[path] ?? tf.scalar(NaN))),
        );
        const { outputs, last } = layer.encode(q.p, q.xs, mask);
        return tf.concat([tf.reshape(real(outputs, mask), [-1]), tf.reshape(last, [-1])]);
      };
      expect(gradientGap(moved, tf.scalar(0))).toBeLessThan(1e-7);
    });

    test('more of it changes nothing either', () => {
      const plain = read(layer, p, padded(0), mask);
      const { outputs, last, xs: dxs, p: dp } = read(layer, p, padded(9, T + 3), maskOf(T + 3));
      const early = { outputs: steps(outputs), last, xs: steps(dxs), p: dp };
      expect(gap(early, plain)).toBe(0);
    });

    test('a row among others is what it is alone, and the gradients are the sum of theirs', () => {
      const beside = read(layer, p, padded(9), mask);
      const alone = LENGTHS.flatMap((n, b) =>
        n === 0 ? [] : [{ n, b, ...read(layer, p, row(xs, b, n), tf.ones([1, n])) }],
      );
      for (const { n, b, outputs, last, xs: dxs } of alone) {
        expect(gap(row(beside.outputs, b, n), outputs)).toBeLessThan(1e-14);
        expect(gap(tf.slice(beside.last, [b, 0], [1, -1]), last)).toBeLessThan(1e-14);
        expect(gap(row(beside.xs, b, n), dxs)).toBeLessThan(1e-12);
      }
      const total = mapParams(p, (_, path) =>
        tf.addN(alone.map((one) => flattenParams(one.p)[path] ?? tf.scalar(NaN))),
      );
      expect(gap(beside.p, total)).toBeLessThan(1e-12);
    });
  });
}

function steps(x: tf.Tensor3D): tf.Tensor3D {
  return tf.slice(x, [0, 0, 0], [B, T, x.shape[2]]);
}

forEveryLayer((name, layer) => {
  laws(name, layer);
  laws(`${name} in a stack`, stackedEncoders([layer, layer]));
  laws(`${name} both ways`, bidirectional(layer));
  laws(
    `${name} both ways in a stack`,
    stackedEncoders([bidirectional(layer), bidirectional(layer)]),
  );
});
