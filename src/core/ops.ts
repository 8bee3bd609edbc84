/** Arithmetic with honest rank types: the result's type is the rank that really comes out. */
import * as tf from '@tensorflow/tfjs-core';
import type { OneLess, OneMore } from './axes.js';
import { InputError, ShapeError, wrongInput } from './errors.js';

interface UpTo {
  R0: tf.Rank.R0;
  R1: UpTo['R0'] | tf.Rank.R1;
  R2: UpTo['R1'] | tf.Rank.R2;
  R3: UpTo['R2'] | tf.Rank.R3;
  R4: UpTo['R3'] | tf.Rank.R4;
  R5: UpTo['R4'] | tf.Rank.R5;
  R6: UpTo['R5'] | tf.Rank.R6;
}

/** The rank of two tensors broadcast together: the larger one. */
type Broadcast<A extends tf.Rank, B extends tf.Rank> = B extends tf.Rank.R0
  ? A
  : B extends UpTo[A]
    ? A
    : B;

/** The rank of a tensor broadcast together with several operands. */
type BroadcastAll<A extends tf.Rank, Others extends readonly Operand[]> = Others extends readonly [
  infer First,
  ...infer Rest extends readonly Operand[],
]
  ? BroadcastAll<Broadcast<A, RankOf<First>>, Rest>
  : A;

type RankOf<X> = X extends tf.Tensor<infer R> ? R : tf.Rank.R0;

type Operand<R extends tf.Rank = tf.Rank> = tf.Tensor<R> | number;

/** A bias, a gain, a number: it adds no axis to rows, even where their rank is not known. */
type Row = number | tf.Scalar | tf.Tensor1D;

interface Parts<X> {
  2: [X, X];
  3: [X, X, X];
  4: [X, X, X, X];
}

/** Runs an operation of tfjs on two operands, and says in our words that they do not broadcast. */
function broadcast(
  name: string,
  op: (a: tf.Tensor, b: Operand) => tf.Tensor,
  a: tf.Tensor,
  b: Operand,
): tf.Tensor {
  try {
    return op(a, b);
  } catch (error) {
    const other: readonly number[] = typeof b === 'number' ? [] : b.shape;
    const sizes: readonly number[] = a.shape;
    const fits = other.every((size, i) => {
      const beside = sizes[sizes.length - other.length + i] ?? 1;
      return size === beside || size === 1 || beside === 1;
    });
    if (fits) throw error;
    throw new ShapeError(
      wrongInput(
        `${name} operands`,
        'shapes that broadcast',
        `[${sizes.join(', ')}] and [${other.join(', ')}]`,
        'Give both the same size, or 1, along each axis from the last.',
      ),
    );
  }
}

/** a + b + ..., broadcast over axes that some of them lack. */
export function add<Others extends readonly [Operand, ...Operand[]]>(
  a: tf.Scalar,
  ...others: Others
): tf.Tensor<BroadcastAll<tf.Rank.R0, Others>>;
export function add<A extends tf.Rank>(
  a: tf.Tensor<A>,
  ...others: readonly [Row, ...Row[]]
): tf.Tensor<A>;
export function add<A extends tf.Rank, Others extends readonly [Operand, ...Operand[]]>(
  a: tf.Tensor<A>,
  ...others: Others
): tf.Tensor<BroadcastAll<A, Others>>;
export function add(a: tf.Tensor, ...others: readonly Operand[]): tf.Tensor {
  return others.reduce<tf.Tensor>((total, b) => broadcast('add', tf.add, total, b), a);
}

/** a - b, broadcast over axes that one of them lacks. */
export function sub<B extends tf.Rank = tf.Rank.R0>(a: tf.Scalar, b: Operand<B>): tf.Tensor<B>;
export function sub<A extends tf.Rank>(a: tf.Tensor<A>, b: Row): tf.Tensor<A>;
export function sub<A extends tf.Rank, B extends tf.Rank = tf.Rank.R0>(
  a: tf.Tensor<A>,
  b: Operand<B>,
): tf.Tensor<Broadcast<A, B>>;
export function sub(a: tf.Tensor, b: Operand): tf.Tensor {
  return broadcast('sub', tf.sub, a, b);
}

/** a times b times ..., entry by entry, broadcast over axes that some of them lack. */
export function mul<Others extends readonly [Operand, ...Operand[]]>(
  a: tf.Scalar,
  ...others: Others
): tf.Tensor<BroadcastAll<tf.Rank.R0, Others>>;
export function mul<A extends tf.Rank>(
  a: tf.Tensor<A>,
  ...others: readonly [Row, ...Row[]]
): tf.Tensor<A>;
export function mul<A extends tf.Rank, Others extends readonly [Operand, ...Operand[]]>(
  a: tf.Tensor<A>,
  ...others: Others
): tf.Tensor<BroadcastAll<A, Others>>;
export function mul(a: tf.Tensor, ...others: readonly Operand[]): tf.Tensor {
  return others.reduce<tf.Tensor>((product, b) => broadcast('mul', tf.mul, product, b), a);
}

/** a / b, entry by entry, broadcast over axes that one of them lacks; 1 / 2 is 0.5 always. */
export function div<B extends tf.Rank = tf.Rank.R0>(a: tf.Scalar, b: Operand<B>): tf.Tensor<B>;
export function div<A extends tf.Rank>(a: tf.Tensor<A>, b: Row): tf.Tensor<A>;
export function div<A extends tf.Rank, B extends tf.Rank = tf.Rank.R0>(
  a: tf.Tensor<A>,
  b: Operand<B>,
): tf.Tensor<Broadcast<A, B>>;
export function div(a: tf.Tensor, b: Operand): tf.Tensor {
  // tfjs rounds quotients of whole numbers down.
  return broadcast('div', tf.div, a.dtype === 'float32' ? a : tf.cast(a, 'float32'), b);
}

/** c - x, for a number c: `rsub(1, h)` is 1 - h. */
export function rsub<R extends tf.Rank>(c: number, x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.sub(c, x);
}

/** -x */
export function neg<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.neg(x);
}

/** e to the x. */
export function exp<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.exp(x);
}

/** Natural logarithm. */
export function log<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.log(x);
}

/** x squared. */
export function square<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.square(x);
}

/** Square root. */
export function sqrt<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.sqrt(x);
}

/** Hyperbolic tangent, in (-1, 1). */
export function tanh<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.tanh(x);
}

/** Logistic function 1 / (1 + e^-x), in (0, 1). */
export function sigmoid<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.sigmoid(x);
}

/** max(x, 0) */
export function relu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.relu(x);
}

/** Puts equal tensors beside each other along a new axis. */
export function stack<R extends tf.Rank>(
  xs: readonly tf.Tensor<R>[],
  axis = 0,
): tf.Tensor<OneMore[R]> {
  if (xs.length === 0)
    throw new InputError(
      wrongInput('stack xs', 'at least one tensor', 'none', 'Check the loop that fills the list.'),
    );
  return tf.stack([...xs], axis) as tf.Tensor<OneMore[R]>;
}

/** Takes a tensor apart along one axis: `unstack(x, 1)` gives the time steps of [B, T, D]. */
export function unstack<R extends tf.Rank>(x: tf.Tensor<R>, axis = 0): tf.Tensor<OneLess[R]>[] {
  // The gradient of tf.unstack fails where there is one thing to take out, and is wrong once its
  // list is reordered: hence the copy.
  const parts = x.shape.at(axis) === 1 ? [tf.squeeze(x, [axis])] : [...tf.unstack(x, axis)];
  return parts as tf.Tensor<OneLess[R]>[];
}

/**
 * Takes a tensor apart into equal parts along an axis it keeps: `split(x, 3, 1)` gives three
 * tensors [B, U] of one [B, 3 U]. `concat` along the same axis joins them again.
 *
 * @throws ShapeError if the axis cannot be cut into so many equal parts
 */
export function split<R extends tf.Rank, N extends keyof Parts<unknown>>(
  x: tf.Tensor<R>,
  parts: N,
  axis = 0,
): Parts<tf.Tensor<R>>[N] {
  const size = x.shape.at(axis);
  if (size === undefined || size % parts !== 0)
    throw new ShapeError(
      wrongInput(
        'split x',
        `an axis ${axis} that ${parts} divides`,
        `[${x.shape.join(', ')}]`,
        'Check along which axis the parts lie, and how many there are.',
      ),
    );
  // The gradient is wrong once tfjs's own list is reordered: hence the copy.
  return [...tf.split(x, parts, axis)] as Parts<tf.Tensor<R>>[N];
}

/** Joins tensors along an axis they have. */
export function concat<R extends tf.Rank>(xs: readonly tf.Tensor<R>[], axis = 0): tf.Tensor<R> {
  return tf.concat([...xs], axis);
}

/** Exchanges the two axes of a matrix. */
export function transpose(x: tf.Tensor2D): tf.Tensor2D {
  return tf.transpose(x);
}
