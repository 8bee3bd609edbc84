import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { identityRnn } from '../layers/identity-rnn.js';
import { rnn } from '../layers/rnn.js';
import { meanSquaredError } from '../train/losses.js';
import { sequenceRegressor } from './sequence-regressor.js';
import { overfit } from '../train/testing/overfit.js';

const [B, T, I] = [3, 5, 2] as const;
const model = sequenceRegressor({ inputSize: I, hiddenSize: 4 }, { layer: rnn });
const params = model.init(makeRng(1));
const xs = makeRng(2).normalTensor<tf.Rank.R3>([B, T, I]);

test('gives a number for each row, from its last state, with their gradients', () => {
  const all = { params, xs };
  expect(gradientGap((p: typeof all) => model.encode(p.params, p.xs), all)).toBeLessThan(1e-7);
  const states = rnn.read(params.layer, xs, rnn.start(params.layer, B)).state;
  const { w, b } = params.output;
  const expected = tf.reshape(tf.add(tf.matMul(states, w), b), [B]);
  expect(gap(model.encode(params, xs), expected)).toBeLessThan(1e-15);
});

test('learns a small batch by heart, from a state with a bound and from one without', async () => {
  const targets = tf.tensor1d([0.3, 1.7, 0.9]);
  const loss = (p: typeof params) => meanSquaredError(model.encode(p, xs), targets);
  expect(await overfit(params, loss)).toBeLessThan(0.001);
  const adder = sequenceRegressor({ inputSize: I, hiddenSize: 8 }, { layer: identityRnn });
  const first = adder.init(makeRng(1));
  const adds = (p: typeof first) => meanSquaredError(adder.encode(p, xs), targets);
  expect(await overfit(first, adds)).toBeLessThan(0.001);
});

test('inputs of another rank are refused', () => {
  const flat = tf.ones<tf.Rank.R2>([B, T]) as unknown as tf.Tensor3D;
  expect(() => model.encode(params, flat)).toThrow(
    'sequenceRegressor xs: expected [B, T, I], received [3, 5].',
  );
});
