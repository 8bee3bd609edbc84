import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { jit } from './jit.js';

test('where there is no TensorFlow, each call runs the function, and its result is new', () => {
  let runs = 0;
  const fast = jit((a: tf.Tensor, { b }: { b: tf.Tensor }) => {
    runs += 1;
    return { read: tf.mul(a, b.dataSync()[0] ?? NaN), a };
  });
  const [a, b] = [tf.tensor1d([1, 2]), tf.scalar(3)];
  const before = tf.memory().numTensors;
  for (const expected of [1, 2]) {
    const result = fast(a, { b });
    expect([...result.read.dataSync()]).toEqual([3, 6]);
    tf.dispose(result);
    expect(tf.memory().numTensors).toBe(before);
    expect(runs).toBe(expected);
  }
  expect([...a.dataSync()]).toEqual([1, 2]);
  fast.dispose();
  expect(
    tf
      .grad((x) => fast(x, { b }).read)(a)
      .dataSync()[0],
  ).toBe(3);
});
