import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { add, einsum, makeRng, mul, unstack } from '../core/index.js';
import { gru } from '../layers/gru.js';
import { recurrent } from '../layers/recurrent.js';
import { initRnn, rnn, rnnCell, rnnCellBackward } from '../layers/rnn.js';
import {
  gradientByLag,
  gradientThroughLayer,
  largestEigenvalue,
  walkBack,
} from './gradient-by-lag.js';

const near = (list: readonly number[], expected: readonly number[], digits: number) => {
  expect(list).toHaveLength(expected.length);
  list.forEach((one, i) => {
    expect(one).toBeCloseTo(expected[i] ?? NaN, digits);
  });
};

describe('gradientByLag', () => {
  test('is the length of the weight at each input, the last first', () => {
    // answer = sum over t of (w[t] . x[t]): its gradient at x[t] is w[t].
    const w = tf.tensor2d([
      [3, 4],
      [0, 1],
      [6, 8],
    ]);
    const xs = makeRng(1).normalTensor<tf.Rank.R3>([2, 3, 2]);
    near(
      gradientByLag((inputs) => einsum('B T I, T I -> B', inputs, w), xs),
      [10, 1, 5],
      6,
    );
  });

  test('is the mean over rows, not their sum', () => {
    const xs = tf.ones<tf.Rank.R3>([2, 1, 1]);
    const rows = tf.tensor2d([[1], [3]]);
    near(
      gradientByLag((inputs) => mul(tf.reshape(inputs, [2, 1]), rows), xs),
      [2],
      6,
    );
  });

  test('keeps no tensor', () => {
    const xs = tf.ones<tf.Rank.R3>([2, 3, 2]);
    const count = tf.memory().numTensors;
    gradientByLag((inputs) => tf.square(inputs), xs);
    expect(tf.memory().numTensors).toBe(count);
  });
});

describe('gradientThroughLayer', () => {
  test('halves at each step of a layer that keeps half of its state', () => {
    type Weights = { readonly wIh: tf.Tensor2D; readonly wHh: tf.Tensor2D };
    const halving = recurrent<Weights>({
      init: () => ({ wIh: tf.eye(2), wHh: tf.eye(2) }),
      cell: (_, x, h) => add(x, mul(h, 0.5)),
    });
    const p = halving.init({ inputSize: 2, hiddenSize: 2 }, makeRng(1));
    const xs = makeRng(2).normalTensor<tf.Rank.R3>([3, 5, 2]);
    near(gradientThroughLayer(halving, p, xs, makeRng(3)), [1, 0.5, 0.25, 0.125, 0.0625], 6);
  });

  test('agrees with the layer’s own gradient by hand, and keeps no tensor', () => {
    const p = initRnn({ inputSize: 3, hiddenSize: 3 }, makeRng(1));
    const xs = makeRng(2).normalTensor<tf.Rank.R3>([1, 7, 3]);
    const count = tf.memory().numTensors;
    const shares = gradientThroughLayer(rnn, p, xs, makeRng(3));
    expect(tf.memory().numTensors).toBe(count);
    const steps = unstack(xs, 1);
    const walked: { x: tf.Tensor2D; before: tf.Tensor2D; after: tf.Tensor2D }[] = [];
    let h: tf.Tensor2D = tf.zeros([1, 3]);
    for (const x of steps) {
      const after = rnnCell(p, x, h);
      walked.push({ x, before: h, after });
      h = after;
    }
    let dh = makeRng(3).normalTensor<tf.Rank.R2>([1, 3]);
    const lengths = walked.reverse().map(({ x, before, after }) => {
      const gradients = rnnCellBackward(p, x, before, after, dh);
      dh = gradients.dh;
      return tf.norm(gradients.dx).dataSync()[0] ?? NaN;
    });
    near(
      shares,
      lengths.map((one) => one / (lengths[0] ?? NaN)),
      6,
    );
  });

  test('reads any layer', () => {
    const p = gru.init({ inputSize: 2, hiddenSize: 3 }, makeRng(1));
    const xs = makeRng(2).normalTensor<tf.Rank.R3>([2, 4, 2]);
    const shares = gradientThroughLayer(gru, p, xs, makeRng(3));
    expect(shares).toHaveLength(4);
    expect(shares[0]).toBe(1);
    expect(shares.every((one) => one > 0)).toBe(true);
  });
});

describe('walkBack', () => {
  test('meets the steps in reverse, each with the states before and after it', () => {
    const inputs = [1, 2, 3].map((x) => tf.tensor2d([[x]]));
    const seen: number[][] = [];
    const back = walkBack({
      inputs,
      start: 10,
      step: (x, before: number) => before + (x.dataSync()[0] ?? NaN),
      arriving: 1,
      back: (x, before, after, gradient: number) => {
        seen.push([x.dataSync()[0] ?? NaN, before, after]);
        return gradient * 2;
      },
    });
    expect(back).toEqual([1, 2, 4, 8]);
    expect(seen).toEqual([
      [3, 13, 16],
      [2, 11, 13],
      [1, 10, 11],
    ]);
  });

  test('agrees with automatic differentiation through an RNN', () => {
    const p = initRnn({ inputSize: 2, hiddenSize: 3 }, makeRng(1));
    const inputs = Array.from({ length: 5 }, (_, t) =>
      makeRng(10 + t).normalTensor<tf.Rank.R2>([2, 2]),
    );
    const arriving = makeRng(2).normalTensor<tf.Rank.R2>([2, 3]);
    const start = makeRng(3).normalTensor<tf.Rank.R2>([2, 3]);
    const back = walkBack({
      ...{ inputs, start, arriving },
      step: (x, h: tf.Tensor2D) => rnnCell(p, x, h),
      back: (x, before, after, dh: tf.Tensor2D) => rnnCellBackward(p, x, before, after, dh).dh,
    });
    const last = (h0: tf.Tensor) =>
      mul(
        inputs.reduce((h, x) => rnnCell(p, x, h), h0 as tf.Tensor2D),
        arriving,
      );
    near(
      Array.from(back.at(-1)?.dataSync() ?? []),
      Array.from(
        tf
          .grad((h0) => tf.sum(last(h0)))(start)
          .dataSync(),
      ),
      6,
    );
  });
});

describe('largestEigenvalue', () => {
  test.each<[string, number[][], number]>([
    [
      'a diagonal',
      [
        [0.5, 0],
        [0, -2],
      ],
      2,
    ],
    [
      'a triangle, whose norm is much larger',
      [
        [0.9, 50],
        [0, 0.4],
      ],
      0.9,
    ],
    [
      'a turn, whose eigenvalues are complex',
      [
        [0, -3],
        [3, 0],
      ],
      3,
    ],
    [
      'a swap',
      [
        [0, 1],
        [4, 0],
      ],
      2,
    ],
  ])('of %s', (_, matrix, expected) => {
    // After 200 steps, what the start still says is a factor of a few in 200.
    expect(largestEigenvalue(tf.tensor2d(matrix)) / expected).toBeCloseTo(1, 1);
  });

  test('scales with its matrix, and keeps no tensor', () => {
    const w = makeRng(4).normalTensor<tf.Rank.R2>([7, 7]);
    const count = tf.memory().numTensors;
    const size = largestEigenvalue(w);
    expect(tf.memory().numTensors).toBe(count);
    expect(largestEigenvalue(mul(w, 3)) / size).toBeCloseTo(3, 4);
  });
});
