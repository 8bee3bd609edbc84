import * as tf from '@tensorflow/tfjs-core';
import { numericGradient } from '../numeric-gradient.js';
import { flattenParams, unflattenParams, type Params } from '../params.js';
import { makeRng } from '../rng.js';
import { gap } from './gap.js';

/**
 * The largest difference between a function's gradient and central differences, over all entries of
 * all leaves. The function's result is weighted with random numbers and summed, so that no part of
 * a wrong gradient can cancel. A function that bends sharply asks for a smaller step.
 */
export function gradientGap<P extends Params>(
  f: (params: P) => tf.Tensor,
  params: P,
  step = 1e-5,
): number {
  return tf.tidy(() => {
    const flat = Object.entries(flattenParams(params));
    const weights = makeRng(99).normalTensor(f(params).shape);
    const scalar = (path: string, leaf: tf.Tensor): tf.Scalar => {
      const leaves = { ...Object.fromEntries(flat), [path]: leaf };
      return tf.sum(tf.mul(f(unflattenParams(params, leaves)), weights));
    };
    const gaps = flat.map(([path, leaf]) => {
      const exact = tf.grad((x) => scalar(path, x))(leaf);
      const numeric = numericGradient((x) => scalar(path, x), leaf, step);
      return gap(exact, numeric);
    });
    return Math.max(...gaps);
  });
}
