import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { einsum } from './einsum.js';
import { gelu, geluTanh } from './gelu.js';
import { nativeBackend } from './jit/native-backend.js';
import { jit, RecordingError } from './jit.js';
import { masked } from './masked.js';
import { makeRng } from './rng.js';
import { logSoftmax, softmax } from './softmax.js';

type Inputs = {
  readonly x: tf.Tensor2D;
  readonly y: tf.Tensor2D;
  readonly cube: tf.Tensor3D;
  readonly ids: tf.Tensor1D;
};

/** What lessons and students use or may use: each kernel has its own attributes. */
const operations: Readonly<Record<string, (of: Inputs) => tf.Tensor | readonly tf.Tensor[]>> = {
  add: ({ x, ids }) => tf.add(x, ids),
  addN: ({ x, y }) => tf.addN([x, y]),
  argMax: ({ x }) => [tf.argMax(x, 1), tf.argMin(x)],
  any: ({ x }) => [tf.any(tf.cast(x, 'bool'), 1), tf.all(tf.cast(x, 'bool'))],
  batchMatMul: ({ cube }) => tf.matMul(cube, cube, true, false),
  cast: ({ x, ids }) => [tf.cast(x, 'int32'), tf.cast(ids, 'float32'), tf.cast(ids, 'bool')],
  clipByValue: ({ x }) => tf.clipByValue(x, -0.5, 0.5),
  comparisons: ({ x, y }) =>
    [tf.equal, tf.notEqual, tf.greater, tf.greaterEqual, tf.less, tf.lessEqual].map((f) => f(x, y)),
  concat: ({ x, y }) => tf.concat([x, y], 1),
  cumsum: ({ x }) => [tf.cumsum(x, 1, true), tf.cumprod(x, 0)],
  divide: ({ x, y, ids }) => [
    tf.div(x, y),
    tf.divNoNan(x, y),
    tf.floorDiv(ids, tf.scalar(2, 'int32')),
  ],
  dropout: ({ x }) => tf.dropout(x, 0),
  einsum: ({ x, cube }) => einsum('A B, B D E -> A D E', x, cube),
  entries: ({ x, y, ids }) => [
    tf.exp(x),
    tf.expm1(x),
    tf.log(tf.abs(x)),
    tf.log1p(tf.abs(x)),
    tf.sqrt(tf.abs(x)),
    tf.rsqrt(tf.square(x)),
    tf.reciprocal(x),
    tf.neg(x),
    tf.sign(x),
    tf.floor(x),
    tf.ceil(x),
    tf.round(x),
    tf.sin(x),
    tf.cos(x),
    tf.tanh(x),
    tf.sigmoid(x),
    tf.softplus(x),
    tf.erf(x),
    tf.relu(x),
    tf.elu(x),
    tf.selu(x),
    tf.relu6(x),
    tf.leakyRelu(x, 0.1),
    tf.prelu(x, tf.fill<tf.Rank.R2>([1, 3], 0.3)),
    tf.step(x),
    tf.pow(tf.abs(x), y),
    tf.maximum(x, y),
    tf.minimum(x, y),
    tf.mod(ids, tf.scalar(2, 'int32')),
    tf.squaredDifference(x, y),
    tf.isNaN(x),
  ],
  expandDims: ({ x, ids }) => [tf.expandDims(x, 1), tf.expandDims(ids, 0)],
  eye: () => tf.eye(3),
  fill: ({ x }) => [tf.fill([2], 7), tf.zerosLike(x), tf.onesLike(x), tf.linspace(0, 1, 3)],
  gather: ({ x, ids }) => [tf.gather(x, ids), tf.gather(x, tf.reshape(ids, [3, 1]), 1, 1)],
  gelu: ({ x }) => [gelu(x), geluTanh(x)],
  logical: ({ x, y }) => {
    const [a, b] = [tf.greater(x, 0), tf.greater(y, 0)];
    return [tf.logicalAnd(a, b), tf.logicalOr(a, b), tf.logicalXor(a, b), tf.logicalNot(a)];
  },
  masked: ({ x, y }) => softmax(masked(x, tf.cast<tf.Tensor2D>(tf.greater(y, 0), 'float32'))),
  moments: ({ x }) => [tf.moments(x, 1).mean, tf.moments(x, 1).variance],
  norm: ({ x }) => [tf.norm(x), tf.norm(x, 1, 1)],
  oneHot: ({ ids }) => tf.oneHot(ids, 4),
  outer: ({ ids }) => tf.outerProduct(tf.cast(ids, 'float32'), tf.cast(ids, 'float32')),
  pad: ({ x }) => [
    tf.pad(x, [
      [1, 0],
      [0, 2],
    ]),
    tf.mirrorPad(
      x,
      [
        [1, 0],
        [0, 1],
      ],
      'reflect',
    ),
  ],
  range: () => tf.range(0, 5, 2, 'int32'),
  reductions: ({ x }) => [
    tf.sum(x, 0),
    tf.mean(x, 1, true),
    tf.max(x),
    tf.min(x, 1),
    tf.prod(x),
    tf.logSumExp(x, 1),
  ],
  reshape: ({ cube }) => [
    tf.reshape(cube, [-1]),
    tf.squeeze(tf.slice(cube, [0, 0, 0], [1, -1, 1])),
  ],
  reverse: ({ x }) => tf.reverse(x, 1),
  softmax: ({ x, cube }) => [
    softmax(x),
    logSoftmax(x),
    softmax(cube),
    tf.softmax(x),
    tf.logSoftmax(x),
  ],
  split: ({ x }) => [...tf.split(x, 3, 1), ...tf.split(x, [1, 2], 0)],
  stack: ({ x, y }) => [tf.stack([x, y], 1), ...tf.unstack(x, 1)],
  stridedSlice: ({ x }) => tf.stridedSlice(x, [0, 0], [3, 3], [2, 1]),
  tile: ({ x }) => tf.tile(x, [2, 1]),
  topk: ({ x }) => [tf.topk(x, 2).values, tf.topk(x, 2).indices],
  transpose: ({ cube }) => tf.transpose(cube, [2, 0, 1]),
  triangle: ({ x }) => tf.linalg.bandPart(x, -1, 0),
  unsortedSegmentSum: ({ x, ids }) => tf.unsortedSegmentSum(x, ids, 4),
  where: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
};

function draw(seed: number): Inputs {
  const rng = makeRng(seed);
  return {
    x: rng.normalTensor<tf.Rank.R2>([3, 3]),
    y: rng.normalTensor<tf.Rank.R2>([3, 3]),
    cube: rng.normalTensor<tf.Rank.R3>([3, 2, 2]),
    ids: tf.tensor1d([rng.int(3), rng.int(3), rng.int(3)], 'int32'),
  };
}

test.each(Object.entries(operations))('%s runs in a graph', (_, f) => {
  const list = (of: Inputs): readonly tf.Tensor[] => [f(of)].flat();
  const fast = jit(list);
  for (const seed of [1, 2]) {
    const [actual, expected] = [fast(draw(seed)), list(draw(seed))];
    for (const [i, y] of expected.entries()) {
      expect([actual[i]?.dtype, actual[i]?.shape]).toEqual([y.dtype, y.shape]);
      const apart = tf.sub(tf.cast(y, 'float32'), tf.cast(actual[i] ?? tf.scalar(NaN), 'float32'));
      expect(tf.max(tf.abs(apart)).dataSync()[0]).toBeLessThan(1e-5);
    }
  }
  fast.dispose();
});

test('a seed that is an input draws the same in a graph as outside', () => {
  const drawn = (seed: tf.Tensor) => {
    const backend = nativeBackend();
    const { TF_ATTR_TYPE = NaN } = backend?.binding ?? {};
    const dtype = { name: 'dtype', type: TF_ATTR_TYPE, value: backend?.getDTypeInteger('float32') };
    const sizes = tf.tensor1d([2, 3], 'int32');
    return backend?.executeSingleOutput('StatelessRandomUniform', [dtype], [sizes, seed]) ?? seed;
  };
  const fast = jit(drawn);
  const seeds = [1, 2].map((seed) => tf.tensor1d([seed, 7], 'int32'));
  const draws = seeds.map((seed) => fast(seed).dataSync());
  expect(draws).toEqual(seeds.map((seed) => drawn(seed).dataSync()));
  expect(draws[0]).not.toEqual(draws[1]);
  fast.dispose();
});

test('an operation that lacks what a graph must be told is refused by its name', () => {
  const fast = jit((x: tf.Tensor) => {
    const y = nativeBackend()?.executeSingleOutput('Diag', [], [x]);
    return tf.square(y ?? x);
  });
  const run = () => fast(tf.ones([2]));
  expect(run).toThrow(RecordingError);
  expect(run).toThrow(/^jit f: expected operations that .*received .*'T'.*Diag_\d+.*\. Compute/s);
});
