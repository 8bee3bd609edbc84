import type * as tf from '@tensorflow/tfjs-core';
import { axesOf, type Axes, type TensorOf } from './axes.js';
import { axisDisagrees, ShapeError, wrongRank } from './errors.js';

/** Size by axis letter. */
export type Sizes<Spec extends string> = Readonly<Record<Axes<Spec>[number], number>>;

/**
 * Reads a tensor's sizes by axis letter and checks that they agree with the spec.
 *
 *   const { B, T } = shape('B T D', x, 'attention x');
 *
 * @param spec axis letters, in order; a letter that stands twice must have one size, `1` is 1
 * @param x tensor to read
 * @param what function and argument, for the message
 * @param known sizes that letters must have, from earlier arguments
 * @returns size of every letter of the spec
 * @throws ShapeError if the rank is another, or a letter has two sizes
 */
export function shape<Spec extends string>(
  spec: Spec,
  x: TensorOf<Spec>,
  what: string,
  known: Readonly<Record<string, number>> = {},
): Sizes<Spec> {
  const axes = axesOf(spec);
  const received: readonly number[] = (x as tf.Tensor).shape;
  if (received.length !== axes.length) throw new ShapeError(wrongRank(what, axes, received));
  const sizes: Record<string, number> = { ...known, '1': 1 };
  axes.forEach((axis, i) => {
    const size = received[i] ?? 0;
    const expected = sizes[axis] ?? size;
    if (expected !== size) throw new ShapeError(axisDisagrees(what, axis, expected, size));
    sizes[axis] = size;
  });
  return sizes as Sizes<Spec>;
}
