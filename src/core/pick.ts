import * as tf from '@tensorflow/tfjs-core';
import { inOrder, inShape } from './arrange.js';
import { axesOf, isOpen, oncePerText, type Made, type TensorOf } from './axes.js';
import { customGradient } from './custom-gradient.js';
import { InputError, leadingDisagree, ShapeError, wrongInput } from './errors.js';
import { checkedIds, hotRows } from './one-hot.js';
import { shape } from './shape.js';

/**
 * Takes one entry of every row, by its place along the axis that the ids lack.
 *
 *   pick('B T V, B T -> B T', logp, targets)  // logp[b, t, targets[b, t]]
 *   pick('... V, ... -> ...', logp, targets)  // the same, whatever axes the rows lie along
 *
 * The entries that are not taken may be infinite or NaN, and their gradient is 0. A product with
 * one-hot rows would make NaN of 0 times Infinity.
 *
 * @param spec axes of x, of the ids, and of the result, which are those of the ids
 * @param x rows to take from
 * @param ids int32 places in [0, V)
 * @param what function and argument, for the message
 * @returns one entry for each id
 * @throws ShapeError if x and the ids disagree on an axis
 * @throws InputError if an id is no place, or if the spec does not lack one axis
 */
export function pick<
  A extends string,
  B extends string,
  R extends string,
  N extends tf.Rank,
  M extends tf.Rank,
>(
  spec: `${A}, ${B} -> ${R}`,
  x: TensorOf<A, N>,
  ids: TensorOf<B, M>,
  what = 'pick ids',
): Made<R, A, N> {
  const { from, of, picked, order } = planOf(spec);
  const sizes: Readonly<Record<string, number>> = shape(from, x, `pick '${spec}' x`);
  shape(of, ids, what, sizes);
  const V = sizes[picked] ?? 1;
  const last = inOrder(x, isOpen(axesOf(from)) ? afterLeading(order, x.shape.length) : order);
  const rows = last.shape.slice(0, -1);
  if (rows.join() !== ids.shape.join())
    throw new ShapeError(leadingDisagree(what, rows, ids.shape));
  const places = tf.reshape<tf.Rank.R1>(checkedIds(ids, V, what), [ids.size]);
  const flat = tf.reshape<tf.Rank.R2>(last, [ids.size, V]);
  return inShape(taken(flat, places), rows) as Made<R, A, N>;
}

/** The order of all axes, out of that of the named ones with the leading ones as the first. */
function afterLeading(order: readonly number[], rank: number): number[] {
  const more = rank - order.length;
  return [...Array(more).keys(), ...order.map((axis) => axis + more)];
}

/** The entry of every row at its place, [N]. */
function taken(rows: tf.Tensor2D, places: tf.Tensor1D): tf.Tensor1D {
  const [N, V] = rows.shape;
  return customGradient(
    rows,
    () => {
      // wasm reads beyond its memory where `tf.gather` is given a batch axis.
      const flat = tf.add<tf.Tensor1D>(places, tf.range(0, N * V, V, 'int32'));
      return { value: tf.gather(tf.reshape(rows, [N * V]), flat), kept: { places } };
    },
    (dTaken, kept) => tf.mul(hotRows(kept.places, V), tf.expandDims(dTaken, 1)),
  );
}

interface Plan {
  readonly from: string;
  readonly of: string;
  readonly picked: string;
  /** Places of the axes with the picked one last, leading ones as one. */
  readonly order: readonly number[];
}

const planOf = oncePerText((spec): Plan => {
  const [operands = '', result = ''] = spec.split(' -> ');
  const [from = '', of = ''] = operands.split(', ');
  const axes = axesOf(from, 'pick');
  const rows = axesOf(of, 'pick');
  const [picked, second] = axes.filter((axis) => !rows.includes(axis));
  const others = axes.filter((axis) => axis !== picked).join(' ');
  if (
    picked === undefined ||
    second !== undefined ||
    picked === '...' ||
    others !== of ||
    result !== of
  )
    throw new InputError(wrongSpec(spec));
  return { from, of, picked, order: [...rows, picked].map((axis) => axes.indexOf(axis)) };
});

const wrongSpec = (spec: string) =>
  wrongInput(
    'pick spec',
    "ids that lack one axis, and their axes as the result, as in 'B T V, B T -> B T'",
    `'${spec}'`,
    'Name the axis to pick along in the first operand alone.',
  );
