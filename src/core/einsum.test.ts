import * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, test } from 'vitest';
import { einsum } from './einsum.js';
import { InputError, ShapeError } from './errors.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';

const sizes: Readonly<Record<string, number>> = { B: 2, T: 3, S: 5, D: 7, H: 1, K: 4, F: 6 };

const specs = [
  'B T, T F -> B F',
  'B T, F T -> F B',
  'B T D, D F -> B T F',
  'B H T K, B H S K -> B H T S',
  'B T H K, B S H K -> B H T S',
  'B T S, B S D -> B T D',
  'B T, B T D -> B D',
  'B T, B T -> B T',
  'B T, B T -> B',
  'B T, B T -> ',
  'B, D -> D B',
  'B T D, S -> S T',
  'T, B T D -> D B',
  'D, D -> ',
  ', B T -> T B',
];

/** Sums over every combination of indices, straight from the definition. */
function definition(spec: string, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [operands = '', result = ''] = spec.split(' -> ');
  const [left = [], right = []] = operands.split(', ').map(axes);
  const out = axes(result);
  const all = [...new Set([...left, ...right])];
  const size = (axis: string) => sizes[axis] ?? 1;
  const offset = (names: string[], at: Record<string, number>) =>
    names.reduce((n, axis) => n * size(axis) + (at[axis] ?? 0), 0);
  const total = new Array<number>(out.reduce((n, axis) => n * size(axis), 1)).fill(0);
  const [as, bs] = [a.dataSync(), b.dataSync()];
  const count = all.reduce((n, axis) => n * size(axis), 1);
  for (let i = 0; i < count; i++) {
    let rest = i;
    const at: Record<string, number> = {};
    for (const axis of all) {
      at[axis] = rest % size(axis);
      rest = Math.floor(rest / size(axis));
    }
    const place = offset(out, at);
    total[place] = (total[place] ?? 0) + (as[offset(left, at)] ?? 0) * (bs[offset(right, at)] ?? 0);
  }
  return tf.tensor(total, out.map(size));
}

const axes = (text: string) => (text === '' ? [] : text.split(' '));

/** The spec is only known at run time here, so that the types cannot follow. */
const anySpec = einsum as unknown as (spec: string, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

function operands(spec: string): [tf.Tensor, tf.Tensor] {
  const rng = makeRng(5);
  const [left = '', right = ''] = (spec.split(' -> ')[0] ?? '').split(', ');
  const draw = (names: string) => rng.normalTensor(axes(names).map((axis) => sizes[axis] ?? 1));
  return [draw(left), draw(right)];
}

test.each(specs)('%s is the sum that it says', (spec) => {
  const [a, b] = operands(spec);
  const [expected, actual] = [definition(spec, a, b), anySpec(spec, a, b)];
  expect(gap(actual, expected)).toBeLessThan(1e-12);
});

test.each(specs)('%s has the gradient that central differences give', (spec) => {
  expect(
    gradientGap(([a, b]: readonly [tf.Tensor, tf.Tensor]) => anySpec(spec, a, b), operands(spec)),
  ).toBeLessThan(1e-7);
});

test('an axis with two sizes is refused', () => {
  const [a, b] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R2>([5, 7])];
  expect(() => einsum('B I, I U -> B U', a, b)).toThrow(ShapeError);
  expect(() => einsum('B I, I U -> B U', a, b)).toThrow(/I = 3, received I = 5/);
});

test('a result that no operand has, or a letter twice, is refused', () => {
  const [a, b] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R2>([3, 5])];
  expect(() => einsum('B I, I U -> B Z', a, b)).toThrow(InputError);
  expect(() => einsum('B I, I U -> B Z', a, b)).toThrow(/the axis Z/);
  expect(() => einsum('B B, I U -> B U', tf.zeros<tf.Rank.R2>([2, 2]), b)).toThrow(/B twice/);
});

test('a spec without its spaces is named, not taken for long names of axes', () => {
  const [a, b] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R2>([3, 5])];
  for (const spec of ['bi,iu->bu', 'B I,I U -> B U', 'B I, I U->B U', 'B I -> B U'])
    expect(() => anySpec(spec, a, b)).toThrow(/^einsum spec: .* with a space between axes/);
  for (const spec of ['B I, I U', 'B I, I U -> B U -> ', 'B I, I U, U -> B', a as never])
    expect(() => anySpec(spec, a, b)).toThrow(/^einsum spec: .* with a space between axes/);
  expect(() => anySpec('B (I, I U -> B U', a, b)).toThrow(/^einsum spec: .* by single spaces/);
});

test('a sum over nothing is 0', () => {
  const made = einsum('B I, I U -> B U', tf.zeros([2, 0]), tf.zeros([0, 3]));
  expect(gap(made, tf.zeros([2, 3]))).toBe(0);
  const gone = einsum('B I, B U -> B U', tf.zeros([2, 0]), tf.ones([2, 3]));
  expect(gap(gone, tf.zeros([2, 3]))).toBe(0);
});

test('an empty batch gives an empty result', () => {
  const made = einsum('B I, I U -> B U', tf.zeros([0, 3]), tf.zeros([3, 5]));
  expect(made.shape).toEqual([0, 5]);
});

test.each([
  ['... D, D F -> ... F', 'B T D, D F -> B T F'],
  ['D F, ... D -> ... F', 'D F, B T D -> B T F'],
  ['... D, ... F -> D F', 'B T D, B T F -> D F'],
  ['... D, ... D -> ...', 'B T D, B T D -> B T'],
  ['... H K, ... S K -> ... H S', 'B T H K, B T S K -> B T H S'],
  ['... D, D F -> F', 'B T D, D F -> F'],
])('%s takes any axes before those it names, as in %s', (open, named) => {
  const [a, b] = operands(named);
  expect(gap(anySpec(open, a, b), anySpec(named, a, b))).toBeLessThan(1e-14);
  const f = ([a, b]: readonly [tf.Tensor, tf.Tensor]) => anySpec(open, a, b);
  expect(gradientGap(f, [a, b])).toBeLessThan(1e-7);
});

test('leading axes may be none, one, or empty', () => {
  const [, w] = operands('B D, D F -> B F');
  const product = (x: tf.Tensor) => anySpec('... D, D F -> ... F', x, w).shape;
  expect(product(tf.zeros([7]))).toEqual([6]);
  expect(product(tf.zeros([2, 7]))).toEqual([2, 6]);
  expect(product(tf.zeros([2, 0, 7]))).toEqual([2, 0, 6]);
  expect(() => product(tf.scalar(1))).toThrow(
    "einsum '... D, D F -> ... F' first operand: expected [..., D], received [], a single number. Pass a tensor with at least 1 axis.",
  );
});

test('leading axes of both operands are the same', () => {
  const both = (a: number[], b: number[]) => () =>
    anySpec('... D, ... D -> ...', tf.zeros(a), tf.zeros(b));
  expect(both([2, 3, 5], [3, 2, 5])).toThrow(/expected leading axes \[2, 3\], received \[3, 2\]/);
  expect(both([2, 3, 5], [2, 5])).toThrow(ShapeError);
  expect(() => anySpec('B ... D, D F -> B F', tf.zeros([2, 3]), tf.zeros([3, 5]))).toThrow(
    /with \.\.\. at the start alone/,
  );
});

test('types tell the rank that comes out', () => {
  const [x, w] = [tf.zeros<tf.Rank.R3>([2, 3, 5]), tf.zeros<tf.Rank.R2>([5, 7])];
  expectTypeOf(einsum('B T D, D F -> B T F', x, w)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(einsum('... D, D F -> ... F', x, w)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(einsum('D F, ... D -> ... F', w, x)).toEqualTypeOf<tf.Tensor3D>();
  expectTypeOf(einsum('... D, ... D -> ...', x, x)).toEqualTypeOf<tf.Tensor2D>();
  expectTypeOf(einsum('... D, ... D -> ', x, x)).toEqualTypeOf<tf.Scalar>();
  const rows = <R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> =>
    einsum('... D, D F -> ... F', x, w);
  expectTypeOf(rows(x)).toEqualTypeOf<tf.Tensor3D>();
  // @ts-expect-error a matrix is asked for
  expect(() => einsum('... D, D F -> ... F', x, x)).toThrow(ShapeError);
});
