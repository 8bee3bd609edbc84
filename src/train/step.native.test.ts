import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { dropout, flattenParams, makeRng, type Params, type Rng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { forEveryEncoderModel, forEveryLanguageModel, V } from '../models/testing/every-model.js';
import { readRows } from '../models/model.js';
import { clipByGlobalNorm } from './clipping.js';
import { sequenceLoss } from './losses.js';
import { adam } from './optimizers.js';
import { trainingLoop } from './training-loop.js';
import type { TrainingEvent } from './training-task.js';

afterEach(() => {
  delete process.env['UNROLL_JIT'];
});

const [B, T, STEPS] = [3, 7, 20] as const;

type Loss<P, Batch> = (params: P, batch: Batch, rng: Rng) => tf.Scalar;

/** Twenty steps, as one graph or operation by operation. */
async function run<P extends Params, Batch>(
  how: 'on' | 'off',
  { params, draw, loss }: { params: P; draw: (rng: Rng) => Batch; loss: Loss<P, Batch> },
) {
  process.env['UNROLL_JIT'] = how;
  const losses: number[] = [];
  const counts: number[] = [];
  const reasons: string[] = [];
  const onEvent = (event: TrainingEvent<P>) => {
    if (event.kind === 'eager') reasons.push(event.reason);
    if (event.kind !== 'step') return;
    losses.push(event.loss);
    counts.push(tf.memory().numTensors);
  };
  const trained = await trainingLoop(
    {
      params,
      steps: STEPS,
      optimizer: adam({ learningRate: 0.01 }),
      clip: (g) => clipByGlobalNorm(g, 1),
      task: {
        *batches(rng) {
          for (;;) yield draw(rng);
        },
        loss,
      },
      onEvent,
    },
    makeRng(1),
  );
  return { losses, counts, reasons, params: trained.params };
}

/** A run as one graph is the run without, takes no tensor more at any step, and was recorded. */
async function isTheSame<P extends Params, Batch>(task: Parameters<typeof run<P, Batch>>[1]) {
  const off = await run('off', task);
  const on = await run('on', task);
  expect(on.reasons).toEqual([]);
  expect(new Set(on.counts).size).toBe(1);
  on.losses.forEach((loss, i) => {
    expect(Math.abs(loss - (off.losses[i] ?? NaN))).toBeLessThan(1e-4);
  });
  expect(gap(on.params, off.params)).toBeLessThan(1e-3);
  expect(gap(on.params, task.params)).toBeGreaterThan(0.001);
}

const ids = (rng: Rng) =>
  tf.tensor2d(
    Array.from({ length: B * T }, () => 1 + rng.int(V - 1)),
    [B, T],
    'int32',
  );

describe('twenty steps as one graph are twenty steps without', () => {
  forEveryLanguageModel((name, model) => {
    const params = model.init(makeRng(1));
    if (Object.keys(params).length === 0) return;
    test(name, async () => {
      await isTheSame({
        params,
        draw: (rng) => ({ inputs: ids(rng), targets: ids(rng), mask: tf.ones<tf.Rank.R2>([B, T]) }),
        loss: (p, { inputs, targets, mask }) =>
          sequenceLoss(readRows(model, p, inputs).logits, targets, mask),
      });
    });
  });
  forEveryEncoderModel((name, model, draw) => {
    test(name, async () => {
      await isTheSame({
        params: model.init(makeRng(1)),
        draw: (rng) => draw(rng, B, T),
        loss: (p, inputs) => tf.mean<tf.Scalar>(tf.square(model.encode(p, inputs))),
      });
    });
  });
});
