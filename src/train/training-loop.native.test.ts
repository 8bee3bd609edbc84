import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { disposeParams, flattenParams, makeRng, type Rng } from '../core/index.js';
import { rnn } from '../layers/rnn.js';
import { languageModel } from '../models/language-model.js';
import { readRows } from '../models/model.js';
import type { TokenModelParams } from '../models/token-model.js';
import { clipByGlobalNorm } from './clipping.js';
import { sequenceLoss } from './losses.js';
import { adam } from './optimizers.js';
import { trainingLoop } from './training-loop.js';
import type { TrainingOptions } from './training-task.js';

const model = languageModel({ vocabularySize: 7, width: 3, hiddenSize: 5 }, { layer: rnn });
const params = model.init(makeRng(1));

/** Three batches per pass, in random order. */
function* batches(rng: Rng): Iterable<tf.Tensor2D> {
  const lines = [
    [1, 2, 3, 4],
    [5, 6, 1, 2],
    [3, 4, 5, 6],
  ];
  for (const line of rng.shuffle(lines)) yield tf.tensor2d([line], [1, 4], 'int32');
}

const loss = (p: TokenModelParams, ids: tf.Tensor2D) => {
  const { logits } = readRows(model, p, tf.slice(ids, [0, 0], [1, 3]));
  return sequenceLoss(logits, tf.slice(ids, [0, 1], [1, 3]), tf.ones([1, 3]));
};

const options = (more: Partial<TrainingOptions<TokenModelParams, tf.Tensor2D>> = {}) => ({
  params,
  task: { batches, loss },
  optimizer: adam({ learningRate: 0.05 }),
  clip: (g: TokenModelParams) => clipByGlobalNorm(g, 1),
  steps: 10,
  ...more,
});

const numbers = (p: TokenModelParams) =>
  Object.values(flattenParams(p)).map((leaf) => Array.from(leaf.dataSync()));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-native-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('single precision: every step leaves as many tensors as the one before', async () => {
  const before = tf.memory().numTensors;
  const counts: number[] = [];
  const onEvent = () => counts.push(tf.memory().numTensors);
  const end = await trainingLoop(options({ steps: 30, onEvent }), makeRng(3));
  expect(new Set(counts).size).toBe(1);
  expect(end.loss).toBeLessThan(1);
  disposeParams(end.params);
  expect(tf.memory().numTensors).toBe(before);
});

test('single precision: a run that is resumed goes on exactly', async () => {
  const whole = await trainingLoop(options(), makeRng(3));
  const checkpoints = { path: join(folder, 'run.safetensors'), every: 4, resume: true };
  await trainingLoop(options({ steps: 4, checkpoints }), makeRng(3));
  const rest = await trainingLoop(options({ checkpoints }), makeRng(3));
  expect(rest.step).toBe(10);
  expect(numbers(rest.params)).toEqual(numbers(whole.params));
});
