import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { valueAndGradients } from './gradients.js';
import { adam, sgd } from './optimizers.js';
import { rateAt, warmUpThenCosine } from './schedules.js';
import { ShapeError } from '../core/index.js';

const w = tf.tensor1d([1, -2]);
const g = tf.tensor1d([0.5, -100]);

test('sgd goes the rate times the gradient', () => {
  const rule = sgd({ learningRate: 0.1 });
  const { params } = rule.update(w, g, rule.init(w), 0);
  expect(params.arraySync()).toEqual([0.95, 8]);
});

test("adam's first step is the rate, whatever the size of the gradient", () => {
  const rule = adam({ learningRate: 0.1 });
  const { params } = rule.update(w, g, rule.init(w), 0);
  const [first = NaN, second = NaN] = params.arraySync();
  expect(first).toBeCloseTo(0.9, 8);
  expect(second).toBeCloseTo(-1.9, 8);
});

test('given weights and state stay as they are', () => {
  const rule = adam({ learningRate: 0.1 });
  const state = rule.init(w);
  rule.update(w, g, state, 0);
  expect(w.arraySync()).toEqual([1, -2]);
  expect(state.m.arraySync()).toEqual([0, 0]);
});

test('the rate follows its schedule', () => {
  const rule = sgd({ learningRate: (step) => step });
  expect(rule.update(w, g, rule.init(w), 2).params.arraySync()).toEqual([0, 198]);
});

test('a rate that rises, then falls to 0', () => {
  const schedule = warmUpThenCosine({ peak: 2, warmUp: 4, steps: 14 });
  const rates = [0, 3, 4, 9, 14, 20].map((step) => rateAt(schedule, step));
  [0.5, 2, 2, 1, 0, 0].forEach((expected, i) => {
    expect(rates[i]).toBeCloseTo(expected, 14);
  });
  expect(rateAt(warmUpThenCosine({ peak: 2, warmUp: 0, steps: 10 }), 0)).toBe(2);
});

test('a weight that the loss ignores has gradient 0', () => {
  const { value, gradients } = valueAndGradients((p) => tf.sum<tf.Scalar>(tf.square(p.used)), {
    used: w,
    ignored: tf.ones([3]),
  });
  expect(value.arraySync()).toBe(5);
  expect(gradients.used.arraySync()).toEqual([2, -4]);
  expect(Array.from(gradients.ignored.dataSync())).toEqual([0, 0, 0]);
});

test('a loss that is no scalar is refused', () => {
  const vector = (p: { w: tf.Tensor1D }) => tf.square(p.w) as unknown as tf.Scalar;
  expect(() => valueAndGradients(vector, { w })).toThrow(ShapeError);
  expect(() => valueAndGradients(vector, { w })).toThrow(/expected \[\], received \[2\]/);
});

test('value and gradients are all that is left', () => {
  const before = tf.memory().numTensors;
  const made = valueAndGradients((p) => tf.sum<tf.Scalar>(tf.exp(tf.square(p))), w);
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([made.value, made.gradients]);
});
