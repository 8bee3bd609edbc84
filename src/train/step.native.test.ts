import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { dropout, makeRng, mul, square, sum, type Rng } from '../core/index.js';
import { expectTheSame, run } from './testing/as-graph.js';

const params = { w: makeRng(1).normalTensor<tf.Rank.R2>([3, 5]) };
type Weights = typeof params;

const draw = (rng: Rng) => rng.normalTensor<tf.Rank.R2>([4, 3]);
const loss = (p: Weights, x: tf.Tensor2D) => tf.mean<tf.Scalar>(square(tf.matMul(x, p.w)));

test('a step is one graph, with several batches too', async () => {
  await expectTheSame({ params, draw, loss });
  await expectTheSame({ params, draw, loss, batchesPerStep: 3, weight: (x) => 1 + x.shape[0] });
});

test('what a step drops follows from the step, in a graph as without', async () => {
  const drops = (p: Weights, x: tf.Tensor2D, rng: Rng) =>
    loss({ w: dropout(p.w, { rate: 0.5, rng: rng.split('w') }) }, x);
  await expectTheSame({ params, draw, loss: drops });
  const same = () => tf.ones<tf.Rank.R2>([4, 3]);
  const { losses } = await run('on', { params, draw: same, loss: drops });
  expect(new Set(losses).size).toBe(losses.length);
});

test.each([
  [
    'a value that is read',
    (p: Weights, x: tf.Tensor2D) => mul(loss(p, x), 1 + x.dataSync().length),
  ],
  [
    'a draw of JavaScript',
    (p: Weights, x: tf.Tensor2D, rng: Rng) => mul(loss(p, x), rng.uniform()),
  ],
  [
    'a tensor from outside',
    (p: Weights, x: tf.Tensor2D) => mul(loss(p, x), sum('I F -> ', params.w)),
  ],
])('%s is named once, and the steps run without a graph', async (_, strange) => {
  const off = await run('off', { params, draw, loss: strange });
  const on = await run('on', { params, draw, loss: strange });
  expect(on.reasons).toHaveLength(1);
  expect(on.reasons[0]).toMatch(/^jit f: expected .*step\.native\.test\.ts:\d+/);
  expect(on.losses).toEqual(off.losses);
});

test('few steps, and batches that are no tensors, run without a graph and without a word', async () => {
  const few = await run('on', {
    params,
    draw,
    loss: (p, x) => mul(loss(p, x), x.dataSync().length),
    steps: 5,
  });
  expect(few.reasons).toEqual([]);
  const numbers = {
    params,
    draw: () => 2,
    loss: (p: Weights, n: number) => mul(loss(p, tf.ones([4, 3])), n),
  };
  expect((await run('on', numbers)).reasons).toEqual([]);
});

test('batches of more shapes than are recorded are trained on all the same', async () => {
  const ragged = (rng: Rng) => rng.normalTensor<tf.Rank.R2>([1 + rng.int(7), 3]);
  await expectTheSame({ params, draw: ragged, loss });
});

test('a loss that is not finite ends the run, and leaves no tensor', async () => {
  let step = 0;
  const before = tf.memory().numTensors;
  const turning = () => tf.fill<tf.Rank.R2>([4, 3], step++ === 7 ? NaN : 1);
  const ended = run('on', { params, draw: turning, loss });
  await expect(ended).rejects.toMatchObject({ name: 'DivergedError', step: 7 });
  expect(tf.memory().numTensors).toBe(before);
});
