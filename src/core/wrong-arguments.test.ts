import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import * as core from './index.js';
import { namesArgument } from './testing/names-argument.js';

const [m, x] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R3>([2, 3, 5])];
const half = tf.tensor1d([0.5]);
const rng = core.makeRng(1);
/** What untyped code may pass. */
const wrong = (value: unknown) => value as never;

/** Calls with one wrong argument, by how the message begins. */
const calls: readonly [string, () => unknown][] = [
  [
    "einsum 'B T D, D F -> B T F' first operand",
    () => core.einsum('B T D, D F -> B T F', wrong(m), m),
  ],
  ["einsum '... D, D F -> ... F' second operand", () => core.einsum('... D, D F -> ... F', m, m)],
  [
    "einsum '... D, D F -> ... F' first operand",
    () => core.einsum('... D, D F -> ... F', wrong([1]), m),
  ],
  ['einsum spec', () => core.einsum(wrong('B I,I F->B F'), m, m)],
  ['einsum spec', () => core.einsum(wrong('B (I, I F -> B F'), m, m)],
  ['einsum spec', () => core.einsum(wrong(m), wrong('B I, I F -> B F'), m)],
  ["sum 'B T D -> B'", () => core.sum('B T D -> B', wrong(m))],
  ["mean '... D -> ...'", () => core.mean('... D -> ...', wrong(undefined))],
  ["max 'B T -> B'", () => core.max('B T -> B', wrong(x))],
  ["sum 'B T -> T B'", () => core.sum('B T -> T B', m)],
  ['max spec', () => core.max(wrong(m), m)],
  ['sum spec', () => core.sum(wrong('B(T -> B'), m)],
  ['mean spec', () => core.mean(wrong('B T'), m)],
  ['mean x', () => core.mean('B T -> B', tf.zeros<tf.Rank.R2>([2, 0]))],
  ["rearrange 'B T -> T B'", () => core.rearrange('B T -> T B', wrong(x))],
  ["rearrange 'B (H K) -> B H K'", () => core.rearrange('B (H K) -> B H K', m, { H: 2 })],
  ["rearrange 'B (H K) -> B H K' sizes", () => core.rearrange('B (H K) -> B H K', m)],
  ['rearrange spec', () => core.rearrange('B T -> B', m)],
  ['rearrange spec', () => core.rearrange(wrong('B(T -> B T'), m)],
  ['rearrange spec', () => core.rearrange(wrong(m), wrong('B T -> T B'))],
  ["rearrange 'B T -> T B'", () => core.rearrange('B T -> T B', wrong([1]))],
  ["pick 'B T V, B T -> B T' x", () => core.pick('B T V, B T -> B T', wrong(m), m)],
  ['pick ids', () => core.pick('B V, B -> B', m, tf.tensor1d([0, 3]))],
  ['pick ids', () => core.pick('B V, B -> B', m, tf.tensor1d([0, 1, 2]))],
  ['pick spec', () => core.pick('B V, V B -> B', m, m)],
  ['lookup table', () => core.lookup(wrong(x), half)],
  ['lookup ids', () => core.lookup(m, half)],
  ['oneHot ids', () => core.oneHot(half, 3)],
  ['masked mask', () => core.masked(m, x)],
  ['masked mask', () => core.masked(m, wrong([1, 0]))],
  ['masked scores', () => core.masked(wrong([1, 2]), m)],
  ['softmax scores', () => core.softmax(wrong([1, 2]))],
  ['logSoftmax scores', () => core.logSoftmax(tf.scalar(1))],
  ['dropout x', () => core.dropout(wrong([1]), { rate: 0.5, rng })],
  ['dropout rate', () => core.dropout(m, { rate: 1, rng })],
  ['split x', () => core.split(m, 2, 1)],
  ['stack xs', () => core.stack([])],
  ['f x', () => core.shape('B', wrong(m), 'f x')],
  ['shape spec', () => core.shape(wrong('B('), m, 'f x')],
  ['shape spec', () => core.shape(wrong(m), wrong('B T'), 'f x')],
  ['unflattenParams leaves', () => core.unflattenParams({ w: m }, {})],
  ["unflattenParams 'w'", () => core.unflattenParams({ w: m }, { w: x })],
  ['Rng.int n', () => rng.int(0)],
];

test.each(calls)('%s is what the message names', (what, call) => {
  expect(call).toThrow(namesArgument(what));
});
