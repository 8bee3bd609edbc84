import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { customGradient } from './custom-gradient.js';
import { InputError, ShapeError } from './errors.js';
import { add, mul, square } from './ops.js';
import { pullback } from './pullback.js';
import { sum } from './reduce.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { gradientGap } from './testing/gradient-gap.js';
import { watchBuffers } from './testing/watch-buffers.js';
import { tidy } from './tidy.js';

describe('customGradient', () => {
  const x = makeRng(3).normalTensor<tf.Rank.R2>([2, 3]);
  const cube = (x: tf.Tensor2D) =>
    customGradient(
      x,
      () => ({ value: mul(x, square(x)), kept: { x } }),
      (dValue, { x }) => mul(mul(square(x), 3), dValue),
    );

  test('takes the gradient that it is given, and gradients of that', () => {
    expect(gradientGap(cube, x)).toBeLessThan(1e-7);
    const second = tf.grad((x) => tf.grad((x) => cube(x as tf.Tensor2D))(x))(x);
    expect(gap(second, mul(x, 6))).toBeLessThan(1e-12);
  });

  test('forward and backward may differentiate, in each other too', () => {
    // Its value is the derivative of a cube, which it takes inside.
    const slope = (x: tf.Tensor2D) =>
      customGradient(
        x,
        () => ({ value: pullback(cube, x).gradients, kept: { x } }),
        (dValue, { x }) => pullback((x: tf.Tensor2D) => mul(square(x), 3), x, dValue).gradients,
      );
    expect(gap(slope(x), mul(square(x), 3))).toBeLessThan(1e-12);
    expect(gradientGap((x: tf.Tensor2D) => mul(slope(x), cube(x)), x)).toBeLessThan(1e-6);
  });

  test('an output that nothing uses has a gradient of zeros', () => {
    const both = (x: tf.Tensor2D) =>
      customGradient(
        x,
        () => ({ value: { once: x, twice: mul(x, 2) }, kept: {} }),
        (d) => add(d.once, mul(d.twice, 2)),
      );
    expect(gap(tf.grad((x) => both(x as tf.Tensor2D).twice)(x), tf.fill([2, 3], 2))).toBe(0);
    expect(gap(tf.grad((x) => both(x as tf.Tensor2D).once)(x), tf.ones([2, 3]))).toBe(0);
    expect(gradientGap((x: tf.Tensor2D) => add(both(x).once, both(x).twice), x)).toBeLessThan(1e-7);
  });

  test('one tensor may stand twice: in the inputs, the value and the gradients', () => {
    const same = (a: tf.Tensor2D, b: tf.Tensor2D) =>
      customGradient(
        { a, b },
        () => ({ value: [a, a], kept: {} }),
        ([d1 = a]) => ({ a: d1, b: d1 }),
      );
    const f = (x: tf.Tensor2D) => {
      const [one = x, two = x] = same(x, x);
      return mul(add(one, mul(two, 3)), x);
    };
    const [a, b] = [x, tf.ones<tf.Rank.R2>([2, 3])];
    // The first output's gradient goes to both inputs, that is twice to x.
    const expected = add(mul(x, 2), mul(x, 4));
    expect(gap(tf.grad((x) => f(x as tf.Tensor2D))(x), expected)).toBeLessThan(1e-12);
    const [da, db] = tf.grads((a, b) => {
      const before = tf.mul(a, b);
      const [one = a, two = a] = same(a as tf.Tensor2D, b as tf.Tensor2D);
      return tf.add(before, tf.mul(one, two));
    })([a, b]) as [tf.Tensor, tf.Tensor];
    expect(gap(da, add(a, b))).toBeLessThan(1e-12);
    expect(gap(db, add(a, a))).toBeLessThan(1e-12);
  });

  test('what the gradient is made of is freed before the next one is taken', () => {
    const alive = (temporaries: number) => {
      let buffers = NaN;
      const wasteful = (x: tf.Tensor2D) =>
        customGradient(
          x,
          () => ({ value: mul(x, 2), kept: {} }),
          (d) => {
            for (let i = 0; i < temporaries; i++) square(d);
            return mul(d, 2);
          },
        );
      const before = watchBuffers((n) => (buffers = n));
      tidy(() =>
        tf
          .grad((x) => wasteful(before(x as tf.Tensor2D)))(x)
          .dataSync(),
      );
      return buffers;
    };
    expect(alive(9)).toBe(alive(0));
  });

  test('constants of the forward pass are no inputs', () => {
    const scaled = (x: tf.Tensor2D, by: tf.Tensor2D) =>
      customGradient(
        { x },
        ({ x }) => ({ value: mul(x, by), kept: { by } }),
        (d, { by }) => ({ x: mul(d, tf.tensor2d(by.dataSync(), [2, 3])) }),
      );
    // The constant is made inside of the loss, and freed before its gradient is taken.
    const value = (x: tf.Tensor2D) => sum('B F -> ', scaled(x, tf.fill([2, 3], 5)));
    expect(gap(tf.grad((x) => value(x as tf.Tensor2D))(x), tf.fill([2, 3], 5))).toBe(0);
  });

  test('a gradient that is missing, or of another shape, is named', () => {
    const wrong = (d: Record<string, tf.Tensor>) => () =>
      tf.grad((x) =>
        customGradient<Record<string, tf.Tensor>, tf.Tensor, Record<string, never>>(
          { x },
          () => ({ value: tf.square(x), kept: {} }),
          () => d,
        ),
      )(x);
    expect(wrong({})).toThrow(InputError);
    expect(wrong({})).toThrow(
      "customGradient backward 'x': expected a gradient of shape [2, 3], received none. " +
        'Return a tree of the same form as the inputs.',
    );
    expect(wrong({ x: tf.zeros([3, 2]) })).toThrow(ShapeError);
    expect(wrong({ x: tf.zeros([3, 2]) })).toThrow(/\[2, 3\], received one of shape \[3, 2\]/);
  });

  test('an error inside leaves the gradient around it as it was', () => {
    const failing = (x: tf.Tensor2D) =>
      customGradient(
        x,
        () => ({ value: mul(x, 2), kept: {} }),
        () => {
          throw new Error('mine');
        },
      );
    const caught = (x: tf.Tensor2D) => {
      expect(() =>
        customGradient(
          x,
          () => {
            throw new Error('early');
          },
          (d) => d,
        ),
      ).toThrow('early');
      return square(x);
    };
    expect(() => tf.grad((x) => failing(x as tf.Tensor2D))(x)).toThrow('mine');
    expect(gap(tf.grad((x) => caught(x as tf.Tensor2D))(x), mul(x, 2))).toBe(0);
  });
});
