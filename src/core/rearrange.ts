import * as tf from '@tensorflow/tfjs-core';
import { inOrder, inShape, volume } from './arrange.js';
import { axesOf, isOpen, oncePerText, sidesOf, type Ranked } from './axes.js';
import {
  axisDisagrees,
  InputError,
  noTensor,
  ShapeError,
  wrongInput,
  wrongRank,
} from './errors.js';
import { own } from './own.js';

type Sizes = Readonly<Record<string, number>>;

/** The axes that lie in each axis of a tensor. */
type Side = readonly (readonly string[])[];

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
 * @throws InputError if the two sides name different axes, or a size is missing or no whole number
 *   from 1
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
  readonly from: Side;
  readonly to: Side;
  /** All axes of x one by one, those of size one left out, and the order that the result needs. */
  readonly axes: readonly string[];
  readonly order: readonly number[];
}

const planOf = oncePerText((spec): Plan => {
  const [from, to] = sidesOf(spec, wrongArrow).map((side) => groupsOf(spec, side)) as [Side, Side];
  const [axes, result] = [named(from), named(to)];
  const sameAxes = [...axes].sort().join(' ') === [...result].sort().join(' ');
  if (!sameAxes || new Set(axes).size !== axes.length) throw new InputError(wrongSpec(spec));
  return { from, to, axes, order: result.map((axis) => axes.indexOf(axis)) };
});

function groupsOf(spec: string, side: string): Side {
  const texts = side.match(/\([^()]*\)|[^ ()]+/g) ?? [];
  if (texts.join(' ') !== side) throw new InputError(wrongGroups(spec));
  const groups = texts.map((text) => axesOf(text.replace(/^\(|\)$/g, ''), 'rearrange'));
  if (groups.some(isOpen)) throw new InputError(openSide(spec));
  return groups;
}

const named = (groups: Side) => groups.flat().filter((axis) => axis !== '1');

/** The size of every axis, out of those of x and those that are known. */
function sizesIn(spec: string, groups: Side, x: tf.Tensor, known: Sizes): Sizes {
  const what = `rearrange '${spec}'`;
  const texts = groups.map((group) =>
    group.length === 1 ? group.join('') : `(${group.join(' ')})`,
  );
  if (!((x as unknown) instanceof tf.Tensor)) throw new ShapeError(noTensor(what, texts, x));
  if (x.shape.length !== groups.length) throw new ShapeError(wrongRank(what, texts, x.shape));
  for (const [axis, size] of Object.entries(known)) {
    if (!groups.flat().includes(axis)) throw new InputError(strangeSize(what, axis));
    if (!(Number.isInteger(size) && size >= 1)) throw new InputError(wrongSize(what, axis, size));
  }
  const sizes: Record<string, number> = { ...known, '1': 1 };
  groups.forEach((group, i) => {
    const size = x.shape[i] ?? 0;
    const [open, second] = group.filter((axis) => own(sizes, axis) === undefined);
    if (second !== undefined) throw new InputError(twoOpen(what, texts[i] ?? '', second));
    const others = volume(group.map((axis) => own(sizes, axis) ?? 1));
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

const wrongArrow = (received: string) =>
  wrongInput(
    'rearrange spec',
    "axes such as 'B T (H K) -> B H T K', with a space on each side of one arrow",
    received,
    'Pass the spec first: axes of the tensor before the arrow, of the result after it.',
  );

const wrongGroups = (spec: string) =>
  wrongInput(
    'rearrange spec',
    "single spaces, and parentheses in pairs, as in 'B T (H K) -> B H T K'",
    `'${spec}'`,
    'Put parentheses around the axes that lie in one.',
  );

const openSide = (spec: string) =>
  wrongInput(
    'rearrange spec',
    'every axis by its name',
    `'${spec}'`,
    'Write the axes that ... stands for.',
  );

const wrongSize = (what: string, axis: string, size: unknown) =>
  wrongInput(
    `${what} sizes`,
    `a whole number from 1 for ${axis}`,
    String(size),
    `Pass how many there are, such as { ${axis}: 4 }.`,
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
