import * as tf from '@tensorflow/tfjs-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { adafactor } from './adafactor.js';
import { adam, adamW, sgd } from './optimizers.js';
import type { Optimizer } from './update-rule.js';

const tree = { w: tf.tensor2d([1, -2, 3, 4, 5, 6], [2, 3]), b: tf.tensor1d([1, -2, 3]) };
const slopes = { w: tf.tensor2d([3, 1, -1, 0, 2, 5], [2, 3]), b: tf.tensor1d([0, 1, -4]) };
const rules: readonly Optimizer[] = [
  sgd({ learningRate: 0.1 }),
  adam({ learningRate: 0.1 }),
  adamW({ learningRate: 0.1 }),
  adafactor(),
];

test.each(rules)('$name reads no value in a step, so that a step can be recorded', (rule) => {
  const state = rule.init(tree);
  const numbers = rule.numbersAt(tree, 3);
  const reads = vi.spyOn(tf.backend(), 'readSync');
  onTestFinished(() => {
    reads.mockRestore();
  });
  const { params } = rule.update(tree, slopes, state, numbers);
  expect(reads).not.toHaveBeenCalled();
  params.w.dataSync();
  expect(reads).toHaveBeenCalledOnce();
});

test('tiny gradients and zeros do not make a step of adafactor infinite in single precision', () => {
  const rule = adafactor({ learningRate: 0.1 });
  for (const scale of [0, 1e-30, 1e-12]) {
    const tiny = { w: tf.mul(slopes.w, scale), b: tf.mul(slopes.b, scale) };
    const { params } = rule.update(tree, tiny, rule.init(tree), rule.numbersAt(tree, 0));
    for (const leaf of [params.w, params.b])
      expect(leaf.dataSync().every(Number.isFinite)).toBe(true);
  }
  // A row and a column of zeros meet beside ordinary gradients.
  const meeting = { ...slopes, w: tf.tensor2d([0, 0, 0, 0, 1, 5], [2, 3]) };
  const { params } = rule.update(tree, meeting, rule.init(tree), rule.numbersAt(tree, 0));
  expect(Array.from(params.w.dataSync().slice(0, 4))).toEqual([1, -2, 3, 4]);
  expect(params.w.dataSync().every(Number.isFinite)).toBe(true);
});
