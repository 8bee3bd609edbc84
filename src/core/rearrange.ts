import * as tf from '@tensorflow/tfjs-core';
import { inOrder, inShape, volume } from './arrange.js';
import { axesOf, oncePerText, type Ranked } from './axes.js';
import {
  axisDisagrees,
  InputError,
  noTensor,
  ShapeError,
  wrongInput,
  wrongRank,
} from './errors.js';

type Sizes = Readonly<Record<string, number>>;

/** One entry for each axis of a tensor: `'B T (H K)'` has three. */
type Groups<Side extends string> = string extends Side
  ? string[]
  : Side extends ''
    ? []
    : Side extends ` ${infer Rest}`
      ? Groups<Rest>
      : Side extends `(${string})${infer Rest}`
        ? ['group', ...Groups<Rest>]
        : Side extends `${infer First} ${infer Rest}`
          ? [First, ...Groups<Rest>]
          : [Side];

/**
 * Splits, joins and reorders axes. Axes in parentheses lie in one, the first of them outermost; `1`
 * is an axis of size one, which may come and go.
 *
 *   rearrange('B T (H K) -> B H T K', x, { H: 4 }) // heads out of the width
 *   rearrange('B H T K -> B T (H K)', x)           // and back
 *   rearrange('B S -> B 1 1 S', mask)              // fits [B, H, T, S]
 *
 * Source: Rogozhnikov 2022, "Einops: clear and reliable tensor manipulations with Einstein-like
 * notation".
 *
 * @param spec axes of x, and those of the result: the same, each once
 * @param x tensor to rearrange
 * @param known sizes of axes in parentheses: of all but one in each
 * @returns the same numbers, with the axes after the arrow
 * @throws ShapeError if x has other axes, or the sizes do not multiply to one of them
 * @throws InputError if the two sides name different axes, or a size is missing
 */
export function rearrange<A extends string, R extends string>(
  spec: `${A} -> ${R}`,
  x: Ranked<Groups<A>>,
  known: Sizes = {},
): Ranked<Groups<R>> {
  const { from, to, axes, order } = planOf(spec);
  const sizes = sizesIn(spec, from, x, known);
  const apart = inShape(
    x,
    axes.map((axis) => sizes[axis] ?? 1),
  );
  const joined = to.map((group) => volume(group.map((axis) => sizes[axis] ?? 1)));
  return inShape(inOrder(apart, order), joined) as Ranked<Groups<R>>;
}

interface Plan {
  readonly from: readonly (readonly string[])[];
  readonly to: readonly (readonly string[])[];
  /** All axes of x one by one, those of size one left out, and the order that the result needs. */
  readonly axes: readonly string[];
  readonly order: readonly number[];
}

const planOf = oncePerText((spec): Plan => {
  const sides = spec.split(' -> ');
  const [from = [], to = []] = sides.length === 2 ? sides.map(groupsOf) : [];
  const [axes, result] = [named(from), named(to)];
  const sameAxes = [...axes].sort().join(' ') === [...result].sort().join(' ');
  if (sides.length !== 2 || !sameAxes || new Set(axes).size !== axes.length)
    throw new InputError(wrongSpec(spec));
  return { from, to, axes, order: result.map((axis) => axes.indexOf(axis)) };
});

const groupsOf = (side: string) =>
  (side.match(/\([^)]*\)|[^ ]+/g) ?? []).map((group) => axesOf(group.replace(/^\(|\)$/g, '')));

const named = (groups: readonly (readonly string[])[]) =>
  groups.flat().filter((axis) => axis !== '1');

/** The size of every axis, out of those of x and those that are known. */
function sizesIn(
  spec: string,
  groups: readonly (readonly string[])[],
  x: tf.Tensor,
  known: Sizes,
): Sizes {
  const what = `rearrange '${spec}'`;
  const texts = groups.map((group) =>
    group.length === 1 ? group.join('') : `(${group.join(' ')})`,
  );
  if (!((x as unknown) instanceof tf.Tensor)) throw new ShapeError(noTensor(what, texts, x));
  if (x.shape.length !== groups.length) throw new ShapeError(wrongRank(what, texts, x.shape));
  const strange = Object.keys(known).find((axis) => !groups.flat().includes(axis));
  if (strange !== undefined) throw new InputError(strangeSize(what, strange));
  const sizes: Record<string, number> = { ...known, '1': 1 };
  groups.forEach((group, i) => {
    const size = x.shape[i] ?? 0;
    const [open, second] = group.filter((axis) => sizes[axis] === undefined);
    if (second !== undefined) throw new InputError(twoOpen(what, texts[i] ?? '', second));
    const others = volume(group.map((axis) => sizes[axis] ?? 1));
    if (open === undefined) {
      if (others !== size) throw new ShapeError(axisDisagrees(what, texts[i] ?? '', others, size));
    } else {
      if (!Number.isInteger(size / others))
        throw new ShapeError(notDivided(what, texts[i] ?? '', others, size));
      sizes[open] = size / others;
    }
  });
  return sizes;
}

const wrongSpec = (spec: string) =>
  wrongInput(
    'rearrange spec',
    "the same axes on both sides of the arrow, each once, as in 'B T (H K) -> B H T K'",
    `'${spec}'`,
    'To sum axes away use sum; to repeat one, broadcast.',
  );

const strangeSize = (what: string, axis: string) =>
  wrongInput(
    `${what} sizes`,
    'sizes of axes before the arrow',
    `one of ${axis}`,
    'Write its name as in the spec.',
  );

const twoOpen = (what: string, group: string, axis: string) =>
  wrongInput(
    `${what} sizes`,
    `all sizes but one of ${group}`,
    `none of ${axis}`,
    `Pass it last: { ${axis}: 4 }.`,
  );

const notDivided = (what: string, group: string, others: number, size: number) =>
  wrongInput(
    what,
    `a multiple of ${others} along ${group}`,
    String(size),
    'Change the width, or the number of parts.',
  );
