/** Sums, means and maxima over named axes. */
import * as tf from '@tensorflow/tfjs-core';
import { cleared, inShape } from './arrange.js';
import { axesOf, isOpen, oncePerText, sidesOf, type Made, type TensorOf } from './axes.js';
import { InputError, wrongInput } from './errors.js';
import { shape } from './shape.js';

/**
 * Sums over the axes that the result does not name; `1` keeps an axis with size one, `...` stands
 * for any number of leading axes. A sum of nothing is 0.
 *
 *   sum('B V -> B', x)     sum('B V -> B 1', x)     sum('B T -> ', x)     sum('... V -> ...', x)
 */
export function sum<A extends string, R extends string, N extends tf.Rank>(
  spec: `${A} -> ${R}`,
  x: TensorOf<A, N>,
): Made<R, A, N> {
  return sumOver(spec, x) as Made<R, A, N>;
}

/**
 * Mean over the axes that the result does not name, written as for `sum`.
 *
 * @throws InputError if there is nothing to take a mean of
 */
export function mean<A extends string, R extends string, N extends tf.Rank>(
  spec: `${A} -> ${R}`,
  x: TensorOf<A, N>,
): Made<R, A, N> {
  return meanOver(spec, x) as Made<R, A, N>;
}

/**
 * Maximum over the axes that the result does not name, written as for `sum`. Entries that are
 * equally large share the gradient evenly.
 *
 * @throws InputError if there is nothing to take a maximum of
 */
export function max<A extends string, R extends string, N extends tf.Rank>(
  spec: `${A} -> ${R}`,
  x: TensorOf<A, N>,
): Made<R, A, N> {
  return maxOver(spec, x) as Made<R, A, N>;
}

type Reduction = (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor;

function sumOfAny(x: tf.Tensor, axes: number[], keepDims: boolean): tf.Tensor {
  const total = tf.sum(x, axes, keepDims);
  return x.size === 0 ? cleared(total) : total;
}

/** Backends differ in what they make of nothing. */
function ofSome(name: string, reduction: Reduction): Reduction {
  return (x, axes, keepDims) => {
    const asked = x.shape.every((size, axis) => size > 0 || axes.includes(axis));
    if (x.size === 0 && asked) throw new InputError(ofNothing(name, x.shape));
    return reduction(x, axes, keepDims);
  };
}

/** tfjs would give the whole gradient to each of several equal maxima. */
function sharedMaximum(x: tf.Tensor, axes: number[], keepDims: boolean): tf.Tensor {
  const largest = tf.customGrad((given, save) => {
    const value = tf.max(given as tf.Tensor, axes, true);
    (save as tf.GradSaveFunc)([given as tf.Tensor, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [from, found]: tf.Tensor[]) => {
        const at = tf.cast(tf.equal(from as tf.Tensor, found as tf.Tensor), 'float32');
        return tf.mul(at, tf.div(dy, tf.sum(at, axes, true)));
      },
    };
  });
  const kept = largest(x);
  return keepDims ? kept : tf.squeeze(kept, axes);
}

interface Plan {
  readonly from: string;
  readonly open: boolean;
  /** Places of the named axes that go. */
  readonly gone: readonly number[];
  readonly leadingGo: boolean;
  /** Whether a 1 stands in the place of each axis that goes, so that all axes stay. */
  readonly keepsAll: boolean;
  readonly kept: readonly string[];
}

function reducer(name: string, reduction: Reduction): (spec: string, x: tf.Tensor) => tf.Tensor {
  const planOf = oncePerText((spec) => parse(name, spec));
  return (spec, x) => {
    const { from, open, gone, leadingGo, keepsAll, kept } = planOf(spec);
    const sizes: Readonly<Record<string, number>> = shape(from, x, `${name} '${spec}'`);
    const leading = open ? x.shape.slice(0, x.shape.length - axesOf(from).length + 1) : [];
    const moved = leading.length - (open ? 1 : 0);
    const axes = [...(leadingGo ? leading.keys() : []), ...gone.map((axis) => axis + moved)];
    const made = kept.flatMap((axis) => (axis === '...' ? leading : [sizes[axis] ?? 1]));
    return inShape(axes.length === 0 ? x : reduction(x, axes, keepsAll), made);
  };
}

const sumOver = reducer('sum', sumOfAny);
const meanOver = reducer('mean', ofSome('mean', tf.mean));
const maxOver = reducer('max', ofSome('max', sharedMaximum));

function parse(name: string, spec: string): Plan {
  const [from, to] = sidesOf(spec, wrongSpec(name));
  const axes = axesOf(from, name);
  const kept = axesOf(to, name);
  const named = kept.filter((axis) => axis !== '1');
  if (axes.filter((axis) => named.includes(axis)).join(' ') !== named.join(' '))
    throw new InputError(
      wrongInput(
        `${name} '${spec}'`,
        `axes of '${from}' in their order`,
        `'${to}'`,
        'Name the axes that stay in the order in which they stand; rearrange changes it.',
      ),
    );
  const goes = (axis: string) => !named.includes(axis);
  const open = isOpen(axes);
  const leadingGo = open && goes('...');
  return {
    from,
    open,
    gone: axes.flatMap((axis, i) => (axis !== '...' && goes(axis) ? [i] : [])),
    leadingGo,
    keepsAll:
      !leadingGo &&
      kept.length === axes.length &&
      axes.every((axis, i) => kept[i] === (goes(axis) ? '1' : axis)),
    kept,
  };
}

const wrongSpec = (name: string) => (received: string) =>
  wrongInput(
    `${name} spec`,
    "axes such as 'B F -> F' as the first argument, with a space on each side of one arrow",
    received,
    `Write ${name}('B F -> F', x), or tf.${name}(x, 0) with the number of an axis.`,
  );

const ofNothing = (name: string, sizes: readonly number[]) =>
  wrongInput(
    `${name} x`,
    'at least one number',
    `none in [${sizes.join(', ')}]`,
    'Leave out what is empty.',
  );
