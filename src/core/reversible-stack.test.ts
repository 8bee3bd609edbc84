import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { pullback } from './pullback.js';
import { gap } from './testing/gap.js';
import {
  drawn,
  loss,
  plainStack,
  reversibleStack,
  type Inputs,
  type Pair,
} from './testing/reversible-stack.js';
import { watchBuffers } from './testing/watch-buffers.js';
import { tidy } from './tidy.js';

describe('a reversible stack whose gradient computes its inputs again', () => {
  test.each([1, 2])('of %i blocks equals the one that keeps them', (depth) => {
    const inputs = drawn(depth);
    expect(gap(reversibleStack(inputs), plainStack(inputs))).toBe(0);
    const expected = pullback((p: Inputs) => loss(plainStack(p)), inputs).gradients;
    const actual = pullback((p: Inputs) => loss(reversibleStack(p)), inputs).gradients;
    expect(gap(actual, expected)).toBeLessThan(1e-10);
  });

  test('keeps as much between forward and backward however deep it is', () => {
    const kept = (stack: (p: Inputs) => Pair, depth: number) => {
      const inputs = drawn(depth);
      const before = tf.memory().numDataBuffers;
      let between = NaN;
      const watched = watchBuffers((buffers) => (between = buffers - before));
      tidy(() => {
        pullback((p: Inputs) => loss(watched(stack(p))), inputs);
      });
      return between;
    };
    expect(kept(reversibleStack, 12)).toBe(kept(reversibleStack, 2));
    expect(kept(plainStack, 12)).toBeGreaterThan(2 * kept(plainStack, 2));
  });

  test('leaves no tensor behind, also when nothing is differentiated', () => {
    const inputs = drawn(3);
    const before = tf.memory().numTensors;
    tidy(() => {
      loss(reversibleStack(inputs));
      pullback((p: Inputs) => loss(reversibleStack(p)), inputs);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
