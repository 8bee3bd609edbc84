/**
 * Axis letters and the types made of them.
 *
 * A spec names the axes of a tensor in order, one word each, separated by spaces: `'B T D'`. The
 * letters mean one thing everywhere:
 *
 *   B batch             T query or target length   S key or source length   D model width
 *   H heads             K head width               F feed-forward width     V vocabulary
 *   U recurrent units   I input width              G stacked gates          N hash rounds
 *   C chunk length, or classes where nothing is chunked
 *
 * `1` is an axis of size one. Two axes of equal size still have two letters. `...` at the start of
 * a spec stands for any number of leading axes: `'... D'` is whatever has rows of D numbers.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { InputError, kindOf, wrongInput } from './errors.js';

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

/** The tensor type with as many axes as a list is long. */
export type Ranked<List extends readonly unknown[]> = List['length'] extends infer N extends
  keyof TensorOfRank
  ? TensorOfRank[N]
  : tf.Tensor;

/** The axes of a spec that leaves its first ones open. */
type Open = ['...', ...string[]];

/**
 * The tensor type with as many axes as the spec: `TensorOf<'B T D'>` is `tf.Tensor3D`. A spec with
 * leading axes takes the rank that is given: `TensorOf<'... D', R>` is `tf.Tensor<R>`.
 */
export type TensorOf<Spec extends string, R extends tf.Rank = tf.Rank> =
  Axes<Spec> extends Open ? tf.Tensor<R> : Ranked<Axes<Spec>>;

/**
 * What comes of an operand of rank R with the axes `From`: where both specs have leading axes, the
 * rank follows that of the operand.
 */
export type Made<To extends string, From extends string, R extends tf.Rank> = TensorOf<
  To,
  Axes<From> extends Open ? Shifted<R, Axes<From>, Axes<To>> : tf.Rank
>;

/** The rank R with as many axes more, or less, as the second list is longer than the first. */
type Shifted<R extends tf.Rank, From extends string[], To extends string[]> = From extends [
  string,
  ...infer F extends string[],
]
  ? To extends [string, ...infer T extends string[]]
    ? Shifted<R, F, T>
    : Shifted<OneLess[R], F, []>
  : To extends [string, ...infer T extends string[]]
    ? Shifted<OneMore[R], [], T>
    : R;

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

/** The rank with one axis less; a number stays one. */
export interface OneLess {
  R0: tf.Rank.R0;
  R1: tf.Rank.R0;
  R2: tf.Rank.R1;
  R3: tf.Rank.R2;
  R4: tf.Rank.R3;
  R5: tf.Rank.R4;
  R6: tf.Rank.R5;
}

/**
 * Remembers what was made of each text. Specs stand in the code, so there are few of them, and each
 * is parsed once.
 */
export function oncePerText<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = parse(text);
    known.set(text, made);
    return made;
  };
}

const axis = String.raw`[A-Za-z]\w*|1`;
const wellFormed = new RegExp(String.raw`^$|^(\.\.\.|${axis})( (${axis}))*$`);

const listOf = oncePerText((spec): readonly string[] | undefined => {
  if (wellFormed.test(spec)) return spec === '' ? [] : spec.split(' ');
  return undefined;
});

/**
 * The axes of a spec as a list.
 *
 * @param name function that was called, for the message
 * @throws InputError if they are not separated by single spaces
 */
export function axesOf(spec: string, name = 'axes'): readonly string[] {
  const axes = listOf(spec);
  if (axes !== undefined) return axes;
  throw new InputError(
    wrongInput(
      `${name} spec`,
      "names separated by single spaces, such as 'B T D', with ... at the start alone",
      inQuotes(spec),
      'Write an axis as a letter or a word.',
    ),
  );
}

/**
 * What stands before the arrow of a spec, and after it.
 *
 * @param wrong the message for another thing: from plain JavaScript anything may come as a spec
 * @throws InputError if there is not one arrow with a space on each side
 */
export function sidesOf(spec: unknown, wrong: (received: string) => string): [string, string] {
  const [from, to, third] = typeof spec === 'string' ? spec.split(' -> ') : [];
  if (from !== undefined && to !== undefined && third === undefined) return [from, to];
  throw new InputError(wrong(inQuotes(spec)));
}

/** A spec for a message, or what came in its place. */
export function inQuotes(spec: unknown): string {
  return typeof spec === 'string' ? `'${spec}'` : kindOf(spec);
}

/** Whether a spec begins with any number of axes. */
export function isOpen(axes: readonly string[]): boolean {
  return axes[0] === '...';
}
