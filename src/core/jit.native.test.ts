import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { gru } from '../layers/gru.js';
import { lstm } from '../layers/lstm.js';
import type { Recurrent } from '../layers/recurrent.js';
import { rnn } from '../layers/rnn.js';
import { jit } from './jit.js';
import { flattenParams, type Params } from './params.js';
import { pullback } from './pullback.js';
import { square } from './ops.js';
import { makeRng } from './rng.js';
import { gap } from './testing/gap.js';
import { tidy } from './tidy.js';

/** One step of training a recurrent layer: half the sum of squares, and its gradients. */
function stepOf<P extends Params, S extends Params>(layer: Recurrent<P, S>) {
  const [B, T, I, U] = [2, 5, 3, 7];
  const draw = (seed: number) => {
    const rng = makeRng(seed);
    return {
      p: layer.init({ inputSize: I, hiddenSize: U }, rng),
      xs: rng.normalTensor<tf.Rank.R3>([B, T, I]),
    };
  };
  const step = ({ p, xs }: ReturnType<typeof draw>) =>
    pullback((q: P) => {
      const { outputs } = layer.read(q, xs, layer.start(q, B));
      return tf.mul(0.5, tf.sum(square(outputs))) as tf.Scalar;
    }, p);
  return { draw, step };
}

test('rnn', () => {
  const { draw, step } = stepOf(rnn);
  const fast = jit(step);
  for (const seed of [1, 2]) expect(gap(fast(draw(seed)), step(draw(seed)))).toBeLessThan(1e-6);
});
void [afterEach, describe, gru, lstm, flattenParams, tidy];
