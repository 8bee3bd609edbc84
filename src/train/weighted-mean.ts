import type * as tf from '@tensorflow/tfjs-core';
import {
  add,
  disposeParams,
  flattenParams,
  InputError,
  mapParams,
  mul,
  tidy,
  wrongInput,
  type Params,
} from '../core/index.js';
import { entryAt } from './entry-at.js';

/** The weight of a batch as a number. */
export function checkedWeight(weight: number | tf.Scalar): number {
  if (typeof weight !== 'number' && weight.shape.length > 0)
    throw new InputError(wrongWeight(`[${weight.shape.join(', ')}]`));
  const value = typeof weight === 'number' ? weight : (weight.dataSync()[0] ?? NaN);
  if (!(Number.isFinite(value) && value >= 0)) throw new InputError(wrongWeight(String(value)));
  return value;
}

/**
 * What each of some weights is of their sum.
 *
 * @throws InputError if the weights do not have a finite sum above 0
 */
export function sharesOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && Number.isFinite(total))) throw new InputError(wrongSum(total));
  return weights.map((weight) => weight / total);
}

/** A tree that is made when its turn comes, and its share of the mean. */
export interface Part<T> {
  readonly share: tf.Scalar;
  readonly make: () => T;
}

/**
 * The mean of several trees, such as the gradients of several batches: that of one batch made of
 * all, where each is a mean over what its weight counts, such as rows or real tokens.
 *
 *   mean = sum of tree * share
 *
 * Only one tree is there at a time, beside the sum.
 *
 * @param first whose share is 1 if it is alone
 * @returns the mean, a tree of the same form
 */
export function weightedMean<T extends Params>(first: Part<T>, ...others: readonly Part<T>[]): T {
  if (others.length === 0) return first.make();
  const weighed = ({ share, make }: Part<T>) => mapParams(make(), (leaf) => mul(leaf, share));
  return others.reduce(
    (sum, part) => {
      const next = tidy(() => added(sum, weighed(part)));
      disposeParams(sum);
      return next;
    },
    tidy(() => weighed(first)),
  );
}

function added<T extends Params>(a: T, b: T): T {
  const others = flattenParams(b);
  return mapParams(a, (leaf, path) => add(leaf, entryAt('weightedMean tree', others, path)));
}

const wrongWeight = (received: string) =>
  wrongInput(
    'trainingLoop task.weight',
    'a finite number from 0, or a scalar of one',
    received,
    'Return what the loss is a mean over, such as the number of rows.',
  );

const wrongSum = (total: number) =>
  wrongInput(
    'trainingLoop task.weight',
    'weights with a finite sum above 0 for the batches of a step',
    String(total),
    'Leave out batches in which nothing counts.',
  );
