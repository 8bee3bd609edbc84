import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disposeParams, makeRng, mapParams, mul } from '../core/index.js';
import { DivergedError } from './diverged.js';
import { sgd } from './optimizers.js';
import {
  first,
  loss,
  numbers,
  options,
  plainLoss,
  rows,
  type Batch,
  type Weights,
} from './testing/small-run.js';
import { trainingLoop } from './training-loop.js';
import type { TrainingEvent } from './training-task.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-train-'));
  path = join(folder, 'run', 'last.safetensors');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a run', () => {
  test('lowers the loss, and reports every step and evaluation', async () => {
    const events: TrainingEvent<Weights>[] = [];
    const end = await trainingLoop(
      options({
        steps: 100,
        evaluations: [
          { name: 'weights', every: 40, measure: (p) => p.w.size },
          { name: 'rows', every: 1000, measure: () => tf.scalar(5) },
        ],
        onEvent: (event) => events.push(event),
      }),
      makeRng(3),
    );
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(steps[0]?.loss).toBeGreaterThan(0.5);
    expect(end.loss).toBe(steps.at(-1)?.loss);
    const late = steps.slice(-20).reduce((sum, event) => sum + event.loss, 0) / 20;
    // Dropout of its few inputs keeps it from less.
    expect(late).toBeLessThan(0.35);
    expect(end.step).toBe(100);
    const measured = events.filter((event) => event.kind === 'evaluation');
    expect(measured.map(({ name, step, value }) => [name, step, value])).toEqual([
      ['weights', 40, 6],
      ['weights', 80, 6],
      ['weights', 100, 6],
      ['rows', 100, 5],
    ]);
    disposeParams(end.params);
  });

  test('leaves the first weights as they are, and no tensor but the last weights', async () => {
    const before = numbers(first);
    const count = tf.memory().numTensors;
    const atSteps: number[] = [];
    const end = await trainingLoop(
      options({ onEvent: () => atSteps.push(tf.memory().numTensors) }),
      makeRng(3),
    );
    expect(tf.memory().numTensors).toBe(count + 2);
    expect(new Set(atSteps).size).toBe(1);
    expect(numbers(first)).toEqual(before);
    disposeParams(end.params);
  });

  test('is the same with the same seed and another with another', async () => {
    const run = async (seed: number) =>
      numbers((await trainingLoop(options(), makeRng(seed))).params);
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  test('takes every batch of a pass once before the next pass', async () => {
    const seen: number[] = [];
    const task = {
      batches: () => [0, 1, 2],
      loss: (p: Weights, batch: number) => {
        seen.push(batch);
        return tf.sum<tf.Scalar>(tf.add(tf.sum(p.w), tf.sum(p.b)));
      },
    };
    await trainingLoop(
      { params: first, task, optimizer: sgd({ learningRate: 0.1 }), steps: 7 },
      makeRng(1),
    );
    expect(seen).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });
});

describe('a run that meets a NaN', () => {
  test('stops, says where, and keeps the last good checkpoint', async () => {
    const reached: number[] = [];
    let calls = 0;
    const task = {
      batches: rows,
      loss: (p: Weights, batch: Batch) =>
        tf.mul<tf.Scalar>(plainLoss(p, batch), ++calls === 10 ? NaN : 1),
    };
    const count = tf.memory().numTensors;
    const onEvent = (event: TrainingEvent<Weights>) => {
      if (event.kind !== 'eager') reached.push(event.step);
    };
    const run = trainingLoop(
      options({ task, checkpoints: { path, every: 3 }, onEvent }),
      makeRng(3),
    );
    await expect(run).rejects.toThrow(
      'trainingLoop step 10: expected finite numbers, received a loss of NaN. Lower the learning ' +
        `rate, or clip the gradients. The last good weights are those of step 6, in ${path}.`,
    );
    await expect(run).rejects.toBeInstanceOf(DivergedError);
    await expect(run).rejects.toMatchObject({ step: 9 });
    expect(reached.at(-1)).toBe(9);
    expect(tf.memory().numTensors).toBe(count);
    const good = await trainingLoop(
      options({ steps: 6, checkpoints: { path, every: 3, resume: true } }),
      makeRng(3),
    );
    expect(good.step).toBe(6);
    expect(numbers(good.params).flat().every(Number.isFinite)).toBe(true);
  });

  test('in a gradient alone names the weights', async () => {
    const root = (p: Weights) => tf.sum<tf.Scalar>(tf.add(tf.sqrt(tf.relu(p.b)), tf.sum(p.w)));
    const task = { batches: () => [1], loss: root };
    await expect(trainingLoop({ ...options(), task }, makeRng(3))).rejects.toThrow(
      /step 1: .* a gradient of b that is not.* No checkpoint was kept/,
    );
  });

  test('in the second batch of a step names the weights too', async () => {
    const root = (p: Weights, batch: number) =>
      tf.sum<tf.Scalar>(tf.add(batch === 1 ? tf.sqrt(tf.relu(p.b)) : p.b, tf.sum(p.w)));
    const task = { batches: () => [0, 1], loss: root };
    const run = trainingLoop({ ...options(), task, batchesPerStep: 2 }, makeRng(3));
    await expect(run).rejects.toThrow(/step 1: .* a gradient of b that is not/);
  });

  test('in the norm alone says that the gradients are too large', async () => {
    const task = { batches: () => [1], loss: (p: Weights) => tf.sum<tf.Scalar>(mul(p.w, 1e200)) };
    await expect(trainingLoop({ ...options(), task }, makeRng(3))).rejects.toThrow(
      /step 1: expected finite numbers, received gradients whose norm is not/,
    );
  });

  test('in the last update does not overwrite good weights with bad ones', async () => {
    const huge = sgd({ learningRate: (step) => (step === 3 ? 1e200 : 1e-200) });
    const clip = (g: Weights) => mapParams(g, (leaf) => mul(leaf, 1e200));
    const run = { ...options(), optimizer: huge, clip, steps: 4, checkpoints: { path, every: 2 } };
    await expect(trainingLoop(run, makeRng(3))).rejects.toThrow(/weights after step 4.*step 2, in/);
    const good = await trainingLoop(
      { ...run, steps: 2, checkpoints: { path, every: 2, resume: true } },
      makeRng(3),
    );
    expect(good.step).toBe(2);
  });

  test('on the first step has no checkpoint to name', async () => {
    const task = { batches: rows, loss: () => tf.scalar(Infinity) };
    await expect(trainingLoop(options({ task }), makeRng(3))).rejects.toThrow(
      /step 1: .*No checkpoint was kept/,
    );
  });
});

describe('bad input', () => {
  test('no batches', async () => {
    const task = { loss, batches: () => [] };
    await expect(trainingLoop(options({ task }), makeRng(3))).rejects.toThrow(
      'trainingLoop batches: expected at least one batch, received none. Check the data.',
    );
  });

  test('a number of steps that is none, an interval of 0', async () => {
    await expect(trainingLoop(options({ steps: -1 }), makeRng(3))).rejects.toThrow(
      /whole number from 0/,
    );
    const checkpoints = { path, every: 0 };
    await expect(trainingLoop(options({ checkpoints }), makeRng(3))).rejects.toThrow(/received 0/);
    const half = trainingLoop(options({ batchesPerStep: 0.5 }), makeRng(3));
    await expect(half).rejects.toThrow(
      'trainingLoop batchesPerStep: expected a whole number from 1, received 0.5. Leave it out to ' +
        'take one.',
    );
  });
});
