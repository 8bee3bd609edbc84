import * as tf from '@tensorflow/tfjs-core';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disposeParams, flattenParams, makeRng, type Rng } from '../core/index.js';
import { dense, initDense, type DenseParams } from '../layers/dense.js';
import { dropout } from '../layers/dropout.js';
import { clipByGlobalNorm } from './clipping.js';
import { DivergedError } from './diverged.js';
import { crossEntropy } from './losses.js';
import { adam, sgd } from './optimizers.js';
import { trainingLoop } from './training-loop.js';
import type { TrainingEvent, TrainingOptions } from './training-task.js';

interface Batch {
  readonly x: tf.Tensor2D;
  readonly classes: tf.Tensor1D;
}

const I = 3;
const C = 2;

/** Five batches a pass: rows whose class is whether their first number is above 0, in random order. */
function* rows(rng: Rng): Iterable<Batch> {
  const data = makeRng(7);
  const all = Array.from({ length: 20 }, () => [data.normal(), data.normal(), data.normal()]);
  const order = rng.shuffle(all);
  for (let i = 0; i < order.length; i += 4) {
    const x = order.slice(i, i + 4);
    const classes = x.map(([first = 0]) => (first > 0 ? 1 : 0));
    yield { x: tf.tensor2d(x), classes: tf.tensor1d(classes, 'int32') };
  }
}

const loss = (p: DenseParams, { x, classes }: Batch, rng: Rng) =>
  crossEntropy(dense(p, dropout(x, { rate: 0.25, train: true }, rng)), classes);

const first = initDense({ inputSize: I, outputSize: C }, makeRng(1));

const options = (
  more: Partial<TrainingOptions<DenseParams, Batch, 'm' | 'v'>> = {},
): TrainingOptions<DenseParams, Batch, 'm' | 'v'> => ({
  params: first,
  task: { batches: rows, loss },
  optimizer: adam({ learningRate: 0.05 }),
  clip: (g) => clipByGlobalNorm(g, 1),
  steps: 13,
  ...more,
});

const numbers = (p: DenseParams) =>
  Object.values(flattenParams(p)).map((leaf) => Array.from(leaf.dataSync()));

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
    const events: TrainingEvent<DenseParams>[] = [];
    const end = await trainingLoop(
      options({
        steps: 100,
        evaluations: [
          { name: 'weights', every: 40, measure: (p) => p.w.size },
          { name: 'rows', every: 1000, measure: () => 5 },
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
      loss: (p: DenseParams, batch: number) => {
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

describe('a run that is resumed', () => {
  // 7 steps end inside the second pass of 5 batches.
  test.each([7, 5, 0])('after %i steps goes on exactly as if it had not stopped', async (stop) => {
    const whole = await trainingLoop(options(), makeRng(3));
    const controller = new AbortController();
    const until = (event: TrainingEvent<DenseParams>) => {
      if (event.kind === 'step' && event.step === stop) controller.abort(new Error('stopped'));
    };
    if (stop === 0) controller.abort(new Error('stopped'));
    const kept = { path, every: 100, resume: true };
    const count = tf.memory().numTensors;
    const half = trainingLoop(
      options({ checkpoints: kept, signal: controller.signal, onEvent: until }),
      makeRng(3),
    );
    await expect(half).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(count);
    const steps: number[] = [];
    const rest = await trainingLoop(
      options({
        checkpoints: kept,
        onEvent: (event) => event.kind === 'step' && steps.push(event.step),
      }),
      makeRng(3),
    );
    expect(steps[0]).toBe(stop + 1);
    expect(numbers(rest.params)).toEqual(numbers(whole.params));
  });

  test('has nothing to do when it is finished', async () => {
    const checkpoints = { path, every: 100, resume: true };
    const whole = await trainingLoop(options({ checkpoints }), makeRng(3));
    const again = await trainingLoop(options({ checkpoints }), makeRng(3));
    expect(again.step).toBe(13);
    expect(again.loss).toBeNaN();
    expect(numbers(again.params)).toEqual(numbers(whole.params));
  });

  test('is refused with another seed, optimizer or model, or with fewer data', async () => {
    const checkpoints = { path, every: 100, resume: true };
    await trainingLoop(options({ checkpoints }), makeRng(3));
    const more = options({ checkpoints, steps: 20 });
    await expect(trainingLoop(more, makeRng(4))).rejects.toThrow(
      /seed 4, received one with seed 3/,
    );
    const plain = { ...more, optimizer: sgd({ learningRate: 0.1 }) };
    await expect(trainingLoop(plain, makeRng(3))).rejects.toThrow(/optimizer sgd/);
    const wide = { ...more, params: initDense({ inputSize: 5, outputSize: C }, makeRng(1)) };
    await expect(trainingLoop(wide, makeRng(3))).rejects.toThrow(/same configuration/);
    const few = { ...more, task: { loss, batches: (rng: Rng) => [...rows(rng)].slice(0, 2) } };
    await expect(trainingLoop(few, makeRng(3))).rejects.toThrow(/as many as when/);
  });
});

describe('a run that meets a NaN', () => {
  test('stops, says where, and keeps the last good checkpoint', async () => {
    const reached: number[] = [];
    let calls = 0;
    const task = {
      batches: rows,
      loss: (p: DenseParams, batch: Batch) =>
        tf.mul<tf.Scalar>(crossEntropy(dense(p, batch.x), batch.classes), ++calls === 10 ? NaN : 1),
    };
    const count = tf.memory().numTensors;
    const onEvent = (event: TrainingEvent<DenseParams>) => reached.push(event.step);
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
    const root = (p: DenseParams) => tf.sum<tf.Scalar>(tf.add(tf.sqrt(tf.relu(p.b)), tf.sum(p.w)));
    const task = { batches: () => [1], loss: root };
    await expect(trainingLoop({ ...options(), task }, makeRng(3))).rejects.toThrow(
      /step 1: .* a gradient of b that is not.* No checkpoint was kept/,
    );
  });

  test('in the last update does not overwrite good weights with bad ones', async () => {
    const huge = sgd({ learningRate: (step) => (step === 3 ? Infinity : 0.1) });
    const run = { ...options(), optimizer: huge, steps: 4, checkpoints: { path, every: 2 } };
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
  });

  test('a file that is no checkpoint, and one that is cut off', async () => {
    const checkpoints = { path, every: 5, resume: true };
    await trainingLoop(options({ checkpoints, steps: 5 }), makeRng(3));
    const whole = readFileSync(path);
    for (const damaged of [
      whole.subarray(0, 40),
      whole.subarray(0, whole.length - 8),
      Buffer.from('x'),
    ]) {
      writeFileSync(path, damaged);
      await expect(trainingLoop(options({ checkpoints }), makeRng(3))).rejects.toThrow(/cut off/);
    }
    writeFileSync(path, Buffer.concat([whole.subarray(0, 8), Buffer.alloc(whole.length - 8, 'x')]));
    await expect(trainingLoop(options({ checkpoints }), makeRng(3))).rejects.toThrow(
      /another kind/,
    );
  });
});

test('a checkpoint leaves no half-written file behind', async () => {
  await trainingLoop(options({ checkpoints: { path, every: 2 } }), makeRng(3));
  expect(readdirSync(join(folder, 'run'))).toEqual(['last.safetensors']);
  expect(existsSync(path)).toBe(true);
});
