import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { sequenceLoss } from '../train/losses.js';
import { jit } from './jit.js';
import { lookup } from './lookup.js';
import { oneHot } from './one-hot.js';
import { pick } from './pick.js';
import { pullback } from './pullback.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { tidy } from './tidy.js';

const [B, T, V, D] = [2, 3, 5, 4];

/** A table, ids that name some rows of it twice, and scores. */
function draw(seed: number) {
  const rng = makeRng(seed);
  const ids = Array.from({ length: B * T }, () => rng.int(V));
  return {
    table: rng.normalTensor<tf.Rank.R2>([V, D]),
    ids: tf.tensor2d(ids, [B, T], 'int32'),
    logits: rng.normalTensor<tf.Rank.R3>([B, T, V]),
    mask: tf.tensor2d([1, 1, 1, 1, seed % 2, 0], [B, T]),
    weights: rng.normalTensor<tf.Rank.R3>([B, T, D]),
  };
}
type Drawn = ReturnType<typeof draw>;

const square = (x: tf.Tensor) => tf.mul(x, x);
const cube = (x: tf.Tensor) => tf.mul(x, square(x));

const recorded: readonly [string, (d: Drawn) => tf.Tensor][] = [
  ['lookup', ({ table, ids }) => lookup(table, ids)],
  [
    'the gradient of lookup',
    ({ table, ids, weights }) =>
      pullback((t: tf.Tensor2D) => lookup(t, ids), table, weights).gradients,
  ],
  [
    'the second gradient of lookup',
    ({ table, ids }) => {
      const slope = tf.grad((t) => tf.sum(cube(lookup(t as tf.Tensor2D, ids))));
      return tf.grad((t) => tf.sum(square(slope(t))))(table);
    },
  ],
  ['tf.gather', ({ table, ids }) => tf.gather(table, ids)],
  [
    'tf.gather along the last axis and its gradient',
    ({ table, ids }) =>
      tf.grad((t) =>
        tf.sum(cube(tf.gather(t, tf.minimum<tf.Tensor2D>(ids, tf.scalar(3, 'int32')), 1))),
      )(table),
  ],
  ['oneHot', ({ ids }) => oneHot(ids, V)],
  ['oneHot of one class', ({ ids }) => oneHot(tf.mul<tf.Tensor2D>(ids, 0), 1)],
  ['pick', ({ logits, ids }) => pick('B T V, B T -> B T', logits, ids)],
  [
    'the gradient of pick along another axis',
    ({ logits, ids }) =>
      pullback(
        (x: tf.Tensor3D) => pick('V B T, B T -> B T', x, ids),
        tf.transpose<tf.Tensor3D>(logits, [2, 0, 1]),
      ).gradients,
  ],
  [
    'the gradient of sequenceLoss',
    ({ logits, ids, mask }) =>
      pullback((x: tf.Tensor3D) => sequenceLoss(x, ids, mask), logits).gradients,
  ],
];

test.each(recorded)('%s can be recorded: its graph takes other ids', (_, f) => {
  const fast = jit(f);
  tidy(() => {
    for (const seed of [1, 2, 3]) expect(gap(fast(draw(seed)), f(draw(seed)))).toBeLessThan(1e-6);
  });
  fast.dispose();
});

test('the second gradient of a sum of looked up cubes is 6 x on every row that is used', () => {
  const slope = (t: tf.Tensor) => tf.grad((u) => tf.sum(cube(lookup(u as tf.Tensor2D, ids))))(t);
  const ids = tf.tensor1d([0, 0], 'int32');
  const second = tf.grad((t) => tf.sum(slope(t)));
  expect(second(tf.tensor2d([[2], [7]])).arraySync()).toEqual([[24], [0]]);
});

const checked: readonly [string, (d: Drawn) => tf.Tensor][] = [
  ['lookup', ({ table, ids }) => lookup(table, ids)],
  ['pick', ({ logits, ids }) => pick('B T V, B T -> B T', logits, ids)],
  ['oneHot', ({ ids }) => oneHot(ids, V)],
];

test.each(checked)('a graph of %s refuses ids of nothing as the function does', (name, f) => {
  const fast = jit(f);
  tidy(() => {
    fast(draw(1));
    for (const bad of [V, -1]) {
      const ids = tf.tensor2d([bad, 0, 1, 2, 3, 4], [B, T], 'int32');
      expect(() => fast({ ...draw(2), ids })).toThrow(
        `${name} ids: expected whole numbers from 0 to 4, received ${bad}. Encode`,
      );
    }
  });
  fast.dispose();
});
