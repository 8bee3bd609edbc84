/** Every model that the library has trains as a graph as it trains without. */
import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { makeRng, type Rng } from '../core/index.js';
import { readRows } from '../models/model.js';
import { forEveryEncoderModel, forEveryLanguageModel, V } from '../models/testing/every-model.js';
import { sequenceLoss } from './losses.js';
import { expectTheSame } from './testing/as-graph.js';

const [B, T] = [3, 7] as const;

const ids = (rng: Rng) =>
  tf.tensor2d(
    Array.from({ length: B * T }, () => 1 + rng.int(V - 1)),
    [B, T],
    'int32',
  );

forEveryLanguageModel((name, model) => {
  const params = model.init(makeRng(1));
  if (Object.keys(params).length === 0) return;
  test(name, async () => {
    await expectTheSame({
      params,
      draw: (rng) => ({ inputs: ids(rng), targets: ids(rng), mask: tf.ones<tf.Rank.R2>([B, T]) }),
      loss: (p, { inputs, targets, mask }) =>
        sequenceLoss(readRows(model, p, inputs).logits, targets, mask),
    });
  });
});
forEveryEncoderModel((name, model, draw) => {
  test(name, async () => {
    await expectTheSame({
      params: model.init(makeRng(1)),
      draw: (rng) => draw(rng, B, T),
      loss: (p, inputs) => tf.mean<tf.Scalar>(tf.square(model.encode(p, inputs))),
    });
  });
});
