import * as tf from '@tensorflow/tfjs-core';
import { cleared, inOrder, inShape, volume } from './arrange.js';
import {
  axesOf,
  isOpen,
  oncePerText,
  sidesOf,
  type Axes,
  type Made,
  type TensorOf,
} from './axes.js';
import { InputError, leadingDisagree, ShapeError, wrongInput } from './errors.js';
import { shape } from './shape.js';

/**
 * What a product is: from whichever operand has leading axes, the result has them too.
 */
type Product<
  To extends string,
  A extends string,
  N extends tf.Rank,
  B extends string,
  M extends tf.Rank,
> = '...' extends Axes<A>[number] ? Made<To, A, N> : Made<To, B, M>;

/**
 * Multiplies two tensors along named axes and sums over those that the result does not name.
 *
 *   einsum('B T D, D F -> B T F', x, w)   // every row of x times w
 *   einsum('... D, D F -> ... F', x, w)   // the same, whatever axes the rows lie along
 *   einsum('B T K, B S K -> B T S', q, k) // every query with every key of its own sentence
 *
 * Made of transpose, reshape and matMul, so that it has a gradient on every backend (`tf.einsum`
 * has none).
 *
 * @param spec axes of both operands and of the result: `'B I, I U -> B U'`
 * @param a first operand
 * @param b second operand
 * @returns the product, with the axes after the arrow in their order
 * @throws ShapeError if a letter has two sizes
 * @throws InputError if the spec lacks its spaces, or the result names an axis that no operand has
 */
export function einsum<
  A extends string,
  B extends string,
  R extends string,
  N extends tf.Rank,
  M extends tf.Rank,
>(spec: `${A}, ${B} -> ${R}`, a: TensorOf<A, N>, b: TensorOf<B, M>): Product<R, A, N, B, M> {
  const plan = planOf(spec);
  const { left, right, batch, summed } = plan;
  const sizes: Record<string, number> = {};
  const first = readSizes(`einsum '${spec}' first operand`, left, a, sizes);
  const what = `einsum '${spec}' second operand`;
  const second = readSizes(what, right, b, sizes);
  if (first !== undefined && second !== undefined && first.join() !== second.join())
    throw new ShapeError(leadingDisagree(what, first, second));
  const product = tf.matMul(
    asMatrices(left, a as tf.Tensor, sizes, batch, summed),
    asMatrices(right, b as tf.Tensor, sizes, batch, summed),
    left.summedFirst,
    !right.summedFirst,
  ); // [batch, free of a, free of b]
  const filled = a.size * b.size === 0 ? cleared(product) : product;
  const whole = inOrder(inShape(filled, sizesOf(plan.made, sizes)), plan.order);
  return inShape(whole, [
    ...(isOpen(plan.result) ? (first ?? second ?? []) : []),
    ...sizesOf(plan.result.filter(isNamed), sizes),
  ]) as Product<R, A, N, B, M>;
}

/** An operand on its way to a matrix: which axes are summed away, and the order of the others. */
interface Operand {
  readonly spec: string;
  readonly axes: readonly string[];
  readonly gone: readonly number[];
  readonly order: readonly number[];
  readonly free: readonly string[];
  /** Whether the axes that both share and the result lacks come before those of its own. */
  readonly summedFirst: boolean;
}

interface Plan {
  readonly left: Operand;
  readonly right: Operand;
  readonly batch: readonly string[];
  readonly summed: readonly string[];
  /** Axes of the product, and the order that makes the result of them. */
  readonly made: readonly string[];
  readonly order: readonly number[];
  readonly result: readonly string[];
}

type Sizes = Readonly<Record<string, number>>;

const isNamed = (axis: string) => axis !== '...';

const sizesOf = (axes: readonly string[], sizes: Sizes) => axes.map((axis) => sizes[axis] ?? 1);

/** Adds an operand's sizes to those known, its leading axes as one; returns these one by one. */
function readSizes(
  what: string,
  operand: Operand,
  x: tf.Tensor,
  sizes: Record<string, number>,
): readonly number[] | undefined {
  Object.assign(sizes, shape(operand.spec, x, what, sizes));
  if (!isOpen(operand.axes)) return undefined;
  const leading = x.shape.slice(0, x.shape.length - operand.axes.length + 1);
  sizes['...'] = volume(leading);
  return leading;
}

/** The operand as [batch, free, summed], or [batch, summed, free] where that turns fewer axes. */
function asMatrices(
  operand: Operand,
  x: tf.Tensor,
  sizes: Sizes,
  batch: readonly string[],
  summed: readonly string[],
): tf.Tensor {
  const flat = inShape(x, sizesOf(operand.axes, sizes));
  const kept = operand.gone.length === 0 ? flat : tf.sum(flat, [...operand.gone]);
  const matrix = [volume(sizesOf(operand.free, sizes)), volume(sizesOf(summed, sizes))];
  if (operand.summedFirst) matrix.reverse();
  return inShape(
    inOrder(kept, operand.order),
    batch.length === 0 ? matrix : [volume(sizesOf(batch, sizes)), ...matrix],
  );
}

const planOf = oncePerText((spec): Plan => {
  const [[left = [], right = []], result] = parse(spec);
  const shared = left.filter((axis) => right.includes(axis));
  const batch = shared.filter((axis) => result.includes(axis));
  const summed = shared.filter((axis) => !result.includes(axis));
  const operandOf = (axes: readonly string[]): Operand => {
    const free = axes.filter((axis) => !shared.includes(axis) && result.includes(axis));
    const kept = axes.filter((axis) => shared.includes(axis) || result.includes(axis));
    const orderFor = (wanted: readonly string[]) => wanted.map((axis) => kept.indexOf(axis));
    const summedFirst = [...batch, ...summed, ...free];
    const lies = orderFor(summedFirst).every((from, i) => from === i);
    return {
      spec: axes.join(' '),
      axes,
      gone: axes.flatMap((axis, i) => (kept.includes(axis) ? [] : [i])),
      order: orderFor(lies ? summedFirst : [...batch, ...free, ...summed]),
      free,
      summedFirst: lies,
    };
  };
  const [a, b] = [operandOf(left), operandOf(right)];
  const made = [...batch, ...a.free, ...b.free];
  const order = result.map((axis) => made.indexOf(axis));
  return { left: a, right: b, batch, summed, made, order, result };
});

/** The axes of both operands, and of the result. */
function parse(spec: string): [(readonly string[])[], readonly string[]] {
  const [operands, output] = sidesOf(spec, wrongSpec);
  const texts = operands.split(', ');
  if (texts.length !== 2) throw new InputError(wrongSpec(`'${spec}'`));
  const sides = texts.map((text) => axesOf(text, 'einsum'));
  const result = axesOf(output, 'einsum');
  for (const axes of [...sides, result]) {
    const twice = axes.find((axis, i) => axes.indexOf(axis) !== i);
    if (twice !== undefined)
      throw new InputError(
        wrongInput(
          `einsum '${spec}'`,
          'each axis once per operand',
          `${twice} twice`,
          'Give the two axes two letters.',
        ),
      );
  }
  const unknown = result.find((axis) => !sides.some((axes) => axes.includes(axis)));
  if (unknown !== undefined)
    throw new InputError(
      wrongInput(
        `einsum '${spec}'`,
        "a result made of the operands' axes",
        `the axis ${unknown}`,
        'Name it in an operand too.',
      ),
    );
  return [sides, result];
}

const wrongSpec = (received: string) =>
  wrongInput(
    'einsum spec',
    "axes such as 'B I, I U -> B U', with a space between axes, after the comma and around the arrow",
    received,
    'Put in the spaces: an axis may have a name of several letters.',
  );
