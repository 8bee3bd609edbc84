import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError, makeRng, type Rng } from '../core/index.js';
import { sgd } from './optimizers.js';
import { loss, numbers, options, rows, weights, type Weights } from './testing/small-run.js';
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

describe('a run that is resumed', () => {
  // 7 steps end inside the second pass of 5 batches.
  test.each([7, 5, 0])('after %i steps goes on exactly as if it had not stopped', async (stop) => {
    const whole = await trainingLoop(options(), makeRng(3));
    const controller = new AbortController();
    const until = (event: TrainingEvent<Weights>) => {
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
    const wide = { ...more, params: weights(5) };
    await expect(trainingLoop(wide, makeRng(3))).rejects.toThrow(/same configuration/);
    const few = { ...more, task: { loss, batches: (rng: Rng) => [...rows(rng)].slice(0, 2) } };
    await expect(trainingLoop(few, makeRng(3))).rejects.toThrow(/as many as when/);
  });
});

test('a file that is no checkpoint, and one that is cut off', async () => {
  const checkpoints = { path, every: 5, resume: true };
  await trainingLoop(options({ checkpoints, steps: 5 }), makeRng(3));
  const whole = readFileSync(path);
  const other = Buffer.concat([whole.subarray(0, 8), Buffer.alloc(whole.length - 8, 'x')]);
  for (const damaged of [whole.subarray(0, 40), whole.subarray(0, -8), Buffer.from('x'), other]) {
    writeFileSync(path, damaged);
    const again = trainingLoop(options({ checkpoints }), makeRng(3));
    await expect(again).rejects.toThrow(InputError);
    await expect(again).rejects.toThrow(`openSafetensors ${path}: expected `);
  }
});

test('a checkpoint leaves no half-written file behind', async () => {
  await trainingLoop(options({ checkpoints: { path, every: 2 } }), makeRng(3));
  expect(readdirSync(join(folder, 'run'))).toEqual(['last.safetensors']);
});
