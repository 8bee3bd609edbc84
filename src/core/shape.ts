import * as tf from '@tensorflow/tfjs-core';
import { axesOf, isOpen, type Axes, type TensorOf } from './axes.js';
import { axisDisagrees, noTensor, ShapeError, wrongRank } from './errors.js';
import { own } from './own.js';

/** Size by axis letter. */
export type Sizes<Spec extends string> = Readonly<
  Record<Exclude<Axes<Spec>[number], '...'>, number>
>;

/**
 * Reads a tensor's sizes by axis letter and checks that they agree with the spec.
 *
 *   const { B, T } = shape('B T D', x, 'attention x');
 *   const { D } = shape('... D', x, 'layerNorm x'); // rows, however many axes they lie along
 *
 * @param spec axis letters, in order; a letter that stands twice must have one size, `1` is 1, and
 *   `...` at the start is any number of axes
 * @param x tensor to read
 * @param what function and argument, for the message
 * @param known sizes that letters must have, from earlier arguments
 * @returns size of every letter of the spec
 * @throws ShapeError if the rank is another, or a letter has two sizes
 * @throws InputError if the axes of the spec are not separated by single spaces
 */
export function shape<Spec extends string>(
  spec: Spec,
  x: TensorOf<Spec>,
  what: string,
  known: Readonly<Record<string, number>> = {},
): Sizes<Spec> {
  const axes = axesOf(spec, 'shape');
  if (!((x as unknown) instanceof tf.Tensor)) throw new ShapeError(noTensor(what, axes, x));
  const received: readonly number[] = x.shape;
  const open = isOpen(axes) ? 1 : 0;
  const leading = received.length - axes.length + open;
  if (open === 1 ? leading < 0 : received.length !== axes.length)
    throw new ShapeError(wrongRank(what, axes, received));
  const sizes: Record<string, number> = { ...known, '1': 1 };
  for (let i = open; i < axes.length; i++) {
    const axis = axes[i] ?? '';
    const size = received[leading + i - open] ?? 0;
    const expected = own(sizes, axis) ?? size;
    if (expected !== size) throw new ShapeError(axisDisagrees(what, axis, expected, size));
    sizes[axis] = size;
  }
  return sizes as Sizes<Spec>;
}
