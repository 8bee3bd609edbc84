import * as tf from '@tensorflow/tfjs-core';
import { axesOf, type TensorOf } from './axes.js';
import { InputError, wrongInput } from './errors.js';
import { shape } from './shape.js';

/**
 * Multiplies two tensors along named axes and sums over those that the result does not name.
 *
 *   einsum('B T D, D F -> B T F', x, w)   // every row of x times w
 *   einsum('B T K, B S K -> B T S', q, k) // every query with every key of its own sentence
 *
 * Made of transpose, reshape and matMul, so that it has a gradient on every backend (`tf.einsum`
 * has none).
 *
 * @param spec axes of both operands and of the result: `'B I, I U -> B U'`
 * @param a first operand
 * @param b second operand
 * @returns the product, with the axes behind the arrow in their order
 * @throws ShapeError if a letter has two sizes
 * @throws InputError if the spec lacks its blanks, or the result names an axis that no operand has
 */
export function einsum<A extends string, B extends string, R extends string>(
  spec: `${A}, ${B} -> ${R}`,
  a: TensorOf<A>,
  b: TensorOf<B>,
): TensorOf<R> {
  const { left, right, result } = parse(spec);
  const sizes: Record<string, number> = {
    ...shape(left.join(' '), a as tf.Tensor, `einsum '${spec}' first operand`),
  };
  Object.assign(
    sizes,
    shape(right.join(' '), b as tf.Tensor, `einsum '${spec}' second operand`, sizes),
  );

  const shared = left.filter((axis) => right.includes(axis));
  const batch = shared.filter((axis) => result.includes(axis));
  const summed = shared.filter((axis) => !result.includes(axis));
  const freeLeft = left.filter((axis) => !right.includes(axis) && result.includes(axis));
  const freeRight = right.filter((axis) => !left.includes(axis) && result.includes(axis));
  const volume = (axes: string[]) => axes.reduce((n, axis) => n * (sizes[axis] ?? 1), 1);

  const asMatrices = (x: tf.Tensor, from: string[], rows: string[], columns: string[]) => {
    const kept = [...batch, ...rows, ...columns];
    const matrix = [volume(rows), volume(columns)];
    const flat = batch.length === 0 ? matrix : [volume(batch), ...matrix];
    return inShape(arrange(x, from, kept), flat);
  };
  const product = tf.matMul(
    asMatrices(a as tf.Tensor, left, freeLeft, summed),
    asMatrices(b as tf.Tensor, right, summed, freeRight),
  ); // [batch, freeLeft, freeRight]
  const made = [...batch, ...freeLeft, ...freeRight];
  const unpacked = inShape(
    product,
    made.map((axis) => sizes[axis] ?? 1),
  );
  return arrange(unpacked, made, result) as TensorOf<R>;
}

/** Reshapes where the shape differs: each op less counts in a loop over time. */
function inShape(x: tf.Tensor, shape: number[]): tf.Tensor {
  const same = x.shape.length === shape.length && shape.every((size, i) => size === x.shape[i]);
  return same ? x : tf.reshape(x, shape);
}

/** Sums away the axes that are not kept and brings the others into the order of `to`. */
function arrange(x: tf.Tensor, from: string[], to: string[]): tf.Tensor {
  const gone = from.flatMap((axis, i) => (to.includes(axis) ? [] : [i]));
  const kept = from.filter((axis) => to.includes(axis));
  const rest = gone.length === 0 ? x : tf.sum(x, gone);
  const order = to.map((axis) => kept.indexOf(axis));
  return order.every((from, i) => from === i) ? rest : tf.transpose(rest, order);
}

function parse(spec: string): { left: string[]; right: string[]; result: string[] } {
  if (!/^[^,]*, [^,]* -> [^,]*$/.test(spec))
    throw new InputError(
      wrongInput(
        'einsum spec',
        "axes such as 'B I, I U -> B U', with a blank between axes, behind the comma and around the arrow",
        `'${spec}'`,
        'Put in the blanks: an axis may have a name of several letters.',
      ),
    );
  const [operands = '', output = ''] = spec.split(' -> ');
  const [left = [], right = []] = operands.split(', ').map(axesOf);
  const result = axesOf(output);
  for (const axes of [left, right, result]) {
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
  const unknown = result.find((axis) => !left.includes(axis) && !right.includes(axis));
  if (unknown !== undefined)
    throw new InputError(
      wrongInput(
        `einsum '${spec}'`,
        "a result made of the operands' axes",
        `the axis ${unknown}`,
        'Name it in an operand too.',
      ),
    );
  return { left, right, result };
}
