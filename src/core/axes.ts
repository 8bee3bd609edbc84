/**
 * Axis letters and the types made of them.
 *
 * A spec names the axes of a tensor in order, one word each, parted by blanks: `'B T D'`. The
 * letters mean one thing everywhere:
 *
 *   B batch             T query or target length   S key or source length   D model width
 *   H heads             K head width               F feed-forward width     V vocabulary
 *   U recurrent units   I input width              G stacked gates          N hash rounds
 *   C chunk length, or classes where nothing is chunked
 *
 * `1` is an axis of size one. Two axes of equal size still have two letters.
 */
import type * as tf from '@tensorflow/tfjs-core';

/** The axes of a spec as a tuple: `'B T'` is `['B', 'T']`. */
export type Axes<Spec extends string> = string extends Spec
  ? string[]
  : Spec extends ''
    ? []
    : Spec extends `${infer First} ${infer Rest}`
      ? [First, ...Axes<Rest>]
      : [Spec];

interface TensorOfRank {
  0: tf.Scalar;
  1: tf.Tensor1D;
  2: tf.Tensor2D;
  3: tf.Tensor3D;
  4: tf.Tensor4D;
  5: tf.Tensor5D;
  6: tf.Tensor<tf.Rank.R6>;
}

/** The tensor type with as many axes as the spec: `TensorOf<'B T D'>` is `tf.Tensor3D`. */
export type TensorOf<Spec extends string> = Axes<Spec>['length'] extends infer N extends
  keyof TensorOfRank
  ? TensorOfRank[N]
  : tf.Tensor;

/** The rank with one axis more; tfjs has none beyond six. */
export interface OneMore {
  R0: tf.Rank.R1;
  R1: tf.Rank.R2;
  R2: tf.Rank.R3;
  R3: tf.Rank.R4;
  R4: tf.Rank.R5;
  R5: tf.Rank.R6;
  R6: tf.Rank.R6;
}

/** The axes of a spec as a list. */
export function axesOf(spec: string): string[] {
  return spec === '' ? [] : spec.split(' ');
}
