import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { disposeParams, makeRng, type Rng } from '../core/index.js';
import {
  loss,
  numbers,
  options,
  plainLoss,
  rows,
  type Batch,
  type Weights,
} from './testing/small-run.js';
import { sgd } from './optimizers.js';
import { trainingLoop } from './training-loop.js';

describe('a step of several batches', () => {
  const all = [...rows(makeRng(1))];
  const whole: Batch = {
    x: tf.concat(all.map(({ x }) => x)),
    classes: tf.concat(all.map(({ classes }) => classes)),
  };
  const cut = (from: number, to: number): Batch => ({
    x: tf.slice(whole.x, [from, 0], [to - from, 3]),
    classes: tf.slice(whole.classes, [from], [to - from]),
  });
  const run = async (parts: readonly number[], weight?: (batch: Batch) => number | tf.Scalar) => {
    const losses: number[] = [];
    const task = {
      *batches() {
        for (const [i, to] of parts.entries()) yield cut(parts[i - 1] ?? 0, to);
      },
      loss: plainLoss,
      ...(weight === undefined ? {} : { weight }),
    };
    const end = await trainingLoop(
      options({
        ...{ task, steps: 6, batchesPerStep: parts.length },
        onEvent: (event) => event.kind === 'step' && losses.push(event.loss, event.gradientNorm),
      }),
      makeRng(3),
    );
    return [...losses, ...numbers(end.params).flat()];
  };
  const gap = (a: readonly number[], b: readonly number[]) =>
    Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

  test('is one of a batch that holds them all: loss, norm, weights', async () => {
    expect(gap(await run([5, 10, 15, 20]), await run([20]))).toBeLessThan(1e-12);
  });

  test('counts uneven batches by their weight, a number or a tensor', async () => {
    const one = await run([20]);
    const rowsOf = (batch: Batch) => batch.x.shape[0];
    expect(gap(await run([1, 8, 10, 20], rowsOf), one)).toBeLessThan(1e-12);
    expect(gap(await run([1, 8, 10, 20], (b) => tf.scalar(rowsOf(b))), one)).toBeLessThan(1e-12);
    expect(gap(await run([1, 8, 10, 20]), one)).toBeGreaterThan(1e-3);
    const kept = tf.scalar(7);
    expect(gap(await run([5, 10, 15, 20], () => kept), one)).toBeLessThan(1e-12);
    expect(kept.isDisposed).toBe(false);
  });

  test('draws chance for each batch, keeps one sum, and frees all but the weights', async () => {
    const drawn: number[] = [];
    const atBatches: number[] = [];
    const atSteps: number[] = [];
    const count = tf.memory().numTensors;
    const task = {
      batches: rows,
      loss: (p: Weights, batch: Batch, rng: Rng) => {
        drawn.push(rng.seed);
        atBatches.push(tf.memory().numTensors);
        return loss(p, batch, rng);
      },
      weight: ({ x }: Batch) => tf.scalar(x.shape[0]),
    };
    const onEvent = () => atSteps.push(tf.memory().numTensors);
    const end = await trainingLoop(options({ task, batchesPerStep: 4, onEvent }), makeRng(3));
    expect(new Set(drawn).size).toBe(13 * 4);
    expect(new Set(atSteps).size).toBe(1);
    const [, second, third, fourth] = atBatches;
    expect([third, fourth]).toEqual([second, second]);
    disposeParams(end.params);
    expect(tf.memory().numTensors).toBe(count);
  });

  test('may have a loss that is a weight or a constant: the loop frees only what it made', async () => {
    const kept = tf.scalar(3);
    const params = { w: tf.scalar(2) };
    for (const [loss, right] of [
      [(p: { w: tf.Scalar }) => p.w, 2],
      [() => kept, 3],
    ] as const) {
      const losses: number[] = [];
      const end = await trainingLoop(
        {
          ...{ params, steps: 3, batchesPerStep: 2, optimizer: sgd({ learningRate: 0 }) },
          task: { batches: () => [1, 2], loss },
          onEvent: (event) => event.kind === 'step' && losses.push(event.loss),
        },
        makeRng(1),
      );
      expect(losses).toEqual([right, right, right]);
      expect(end.params.w.arraySync()).toBe(2);
    }
    expect([kept.isDisposed, params.w.isDisposed]).toEqual([false, false]);
  });

  test('refuses weights that do not add up, and does not speak of the learning rate', async () => {
    for (const weights of [
      [0, 0],
      [-1, 1],
      [-1, 2],
      [NaN, 1],
    ]) {
      const task = {
        batches: () => [0, 1],
        loss: (p: Weights) => tf.sum<tf.Scalar>(p.w),
        weight: (batch: number) => weights[batch] ?? NaN,
      };
      const run = trainingLoop({ ...options(), task, batchesPerStep: 2 }, makeRng(3));
      await expect(run).rejects.toThrow(/^trainingLoop task\.weight: expected /);
    }
  });

  test('goes on exactly after a stop inside a pass', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unroll-train-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const path = join(folder, 'run.safetensors');
    const whole = await trainingLoop(options({ batchesPerStep: 3 }), makeRng(3));
    const kept = options({ batchesPerStep: 3, checkpoints: { path, every: 100, resume: true } });
    await trainingLoop({ ...kept, steps: 4 }, makeRng(3));
    const rest = await trainingLoop(kept, makeRng(3));
    expect(numbers(rest.params)).toEqual(numbers(whole.params));
  });
});
