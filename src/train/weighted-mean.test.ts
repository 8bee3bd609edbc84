import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { disposeParams, InputError, type Params } from '../core/index.js';
import { checkedWeight, sharesOf, weightedMean } from './weighted-mean.js';

const part = (value: number, slope: number, weight: number) => ({
  weight,
  make: () => ({ value: tf.scalar(value), gradients: tf.tensor1d([slope, 2 * slope]) }),
});
type Made = ReturnType<ReturnType<typeof part>['make']>;

function meanOf(...parts: { readonly weight: number; readonly make: () => Params }[]): Made {
  const shares = sharesOf(parts.map(({ weight }) => weight)).map((share) => tf.scalar(share));
  const [first, ...others] = parts.map(({ make }, i) => ({
    share: shares[i] ?? tf.scalar(NaN),
    make,
  }));
  const mean = weightedMean(first ?? { share: tf.scalar(1), make: () => [] }, ...others);
  tf.dispose(shares);
  return mean as Made;
}

test('each counts by its weight, and only the mean is left', () => {
  const before = tf.memory().numTensors;
  const mean = meanOf(part(1, 10, 1), part(5, 20, 3), part(8, 35, 4));
  expect(mean.value.arraySync()).toBe(6);
  expect(mean.gradients.arraySync()).toEqual([26.25, 52.5]);
  disposeParams(mean);
  expect(tf.memory().numTensors).toBe(before);
});

test('a part that is a tensor of the caller is left alone', () => {
  const kept = { value: tf.scalar(3), gradients: tf.ones<tf.Rank.R1>([2]) };
  const own = (weight: number) => ({ weight, make: () => kept });
  expect(meanOf(own(1), own(1), own(1e30)).value.arraySync()).toBe(3);
  expect(meanOf(own(1e30), own(1)).value.arraySync()).toBe(3);
  expect([kept.value.isDisposed, kept.gradients.isDisposed]).toEqual([false, false]);
});

test.each([
  [[], '0'],
  [[0, 0], '0'],
  [[1e308, 1e308], 'Infinity'],
])('weights %j are refused', (weights: readonly number[], sum) => {
  const mean = () => sharesOf(weights);
  expect(mean).toThrow(InputError);
  expect(mean).toThrow(
    'trainingLoop task.weight: expected weights with a finite sum above 0 for the batches of a ' +
      `step, received ${sum}. Leave out batches in which nothing counts.`,
  );
});

test.each([NaN, -1, Infinity])('a weight of %d is refused, as a scalar too', (weight) => {
  for (const given of [weight, tf.scalar(weight)])
    expect(() => checkedWeight(given)).toThrow(
      `trainingLoop task.weight: expected a finite number from 0, or a scalar of one, received ${weight}.`,
    );
});

test('a weight is one number', () => {
  expect([checkedWeight(0), checkedWeight(tf.scalar(2.5))]).toEqual([0, 2.5]);
  const vector = tf.ones([1]) as unknown as tf.Scalar;
  expect(() => checkedWeight(vector)).toThrow(
    /received \[1\]\. Return what the loss is a mean over/,
  );
});
