import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { clipByGlobalNorm, clipByValue, globalNorm } from './clipping.js';

const gradients = () => ({ w: tf.tensor1d([3, 0]), cell: { b: tf.tensor1d([-4]) } });
const values = (g: ReturnType<typeof gradients>) => [...g.w.dataSync(), ...g.cell.b.dataSync()];

test('the norm is that of all entries together', () => {
  expect(globalNorm(gradients()).dataSync()[0]).toBe(5);
});

test('long gradients are shortened and keep their direction, short ones stay', () => {
  expect(values(clipByGlobalNorm(gradients(), 1))).toEqual([0.6000000000000001, 0, -0.8]);
  expect(values(clipByGlobalNorm(gradients(), 5))).toEqual([3, 0, -4]);
  expect(values(clipByGlobalNorm(gradients(), 7))).toEqual([3, 0, -4]);
});

test('gradients of nothing but zeros stay', () => {
  const zeros = { w: tf.zeros([2]) };
  expect(Array.from(clipByGlobalNorm(zeros, 1).w.dataSync())).toEqual([0, 0]);
});

test('clipping by value turns the direction', () => {
  expect(values(clipByValue(gradients(), 3))).toEqual([3, 0, -3]);
  expect(values(clipByValue(gradients(), 10))).toEqual([3, 0, -4]);
});
