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

test('a bare tensor and a list of layers are trees too', () => {
  expect(Array.from(clipByGlobalNorm(tf.tensor1d([0, 8]), 2).dataSync())).toEqual([0, 2]);
  const [first, second] = clipByGlobalNorm([{ w: tf.scalar(6) }, { w: tf.scalar(8) }], 5);
  expect([first.w.dataSync()[0], second.w.dataSync()[0]]).toEqual([3, 4]);
});

test('a limit of nothing is refused', () => {
  for (const wrong of [0, -1, NaN])
    for (const clip of [clipByGlobalNorm, clipByValue])
      expect(() => clip(gradients(), wrong)).toThrow(
        `${clip.name} limit: expected a number above 0, received ${String(wrong)}. Pass 1 or 5.`,
      );
});

test('clipping by value turns the direction', () => {
  expect(values(clipByValue(gradients(), 3))).toEqual([3, 0, -3]);
  expect(values(clipByValue(gradients(), 10))).toEqual([3, 0, -4]);
});
