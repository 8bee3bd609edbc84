/** The models that take any recurrent layer, with layers other than the plain RNN. */
import { mkdtempSync, rmSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { disposeParams, flattenParams, makeRng, type Params } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { greedy } from '../decode/choose.js';
import { generate } from '../decode/generate.js';
import { bidirectional } from '../layers/bidirectional.js';
import { gru } from '../layers/gru.js';
import { lstm } from '../layers/lstm.js';
import type { Encoder, Recurrent } from '../layers/recurrent.js';
import { rnn } from '../layers/rnn.js';
import { residual, stacked, stackedEncoders } from '../layers/stacked.js';
import { forEveryLayer } from '../layers/testing/every-layer.js';
import { crossEntropy, sequenceLoss } from '../train/losses.js';
import { adam } from '../train/optimizers.js';
import { trainingLoop } from '../train/training-loop.js';
import { languageModel } from './language-model.js';
import { readRows } from './model.js';
import { sequenceClassifier } from './sequence-classifier.js';
import { overfit } from '../train/testing/overfit.js';

const [V, D, U] = [7, 5, 5] as const;
const sizes = { vocabularySize: V, width: D, hiddenSize: U };
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const line = [1, 2, 3, 1, 4, 5, 1, 6];
const [inputs, targets] = [ids([line.slice(0, -1)]), ids([line.slice(1)])];
const mask = tf.ones<tf.Rank.R2>([1, 7]);

/** What holds of a language model on any layer. */
function writes<P extends Params, S extends Params>(name: string, layer: Recurrent<P, S>) {
  const model = languageModel(sizes, { layer });
  const params = model.init(makeRng(5));

  describe(`language model on ${name}`, () => {
    test('learns a line by heart and writes it again; every step leaves as many tensors', async () => {
      const counts: number[] = [];
      const end = await trainingLoop(
        {
          params,
          steps: 120,
          optimizer: adam({ learningRate: 0.03 }),
          task: {
            batches: () => [0],
            loss: (p: typeof params) =>
              sequenceLoss(readRows(model, p, inputs).logits, targets, mask),
          },
          onEvent: () => counts.push(tf.memory().numTensors),
        },
        makeRng(1),
      );
      expect(end.loss).toBeLessThan(0.05);
      expect(new Set(counts).size).toBe(1);
      const written = generate(
        model,
        end.params,
        model.start(end.params, 1),
        { prompt: [1], length: 7, choose: greedy },
        makeRng(1),
      );
      expect(written).toEqual(line);
      disposeParams(end.params);
    });
  });
}

writes('stacked layers', stacked([rnn, rnn]));
writes('a stack with a skip connection', stacked([rnn, residual(rnn)]));
forEveryLayer(writes);

test('a run on a stack goes on from its checkpoint exactly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-stack-'));
  const model = languageModel(sizes, { layer: stacked([rnn, rnn]) });
  const params = model.init(makeRng(5));
  const run = (steps: number, checkpoints?: { path: string; every: number; resume: boolean }) =>
    trainingLoop(
      {
        params,
        steps,
        optimizer: adam({ learningRate: 0.03 }),
        task: {
          batches: () => [0],
          loss: (p: typeof params) =>
            sequenceLoss(readRows(model, p, inputs).logits, targets, mask),
        },
        ...(checkpoints === undefined ? {} : { checkpoints }),
      },
      makeRng(1),
    );
  const kept = { path: join(folder, 'run.safetensors'), every: 100, resume: true };
  await run(3, kept);
  const rest = (await run(5, kept)).params;
  const whole = (await run(5)).params;
  rmSync(folder, { recursive: true });
  expect(Object.keys(flattenParams(rest))).toContain('layer.1.wHh');
  expect(gap(whole, rest)).toBe(0);
});

/** A classifier on any layer, both ways in a stack, learns. */
function classifies<P extends Params>(name: string, layer: Encoder<P>) {
  test(`a classifier on ${name}, both ways in a stack, learns an order by heart`, async () => {
    const both = bidirectional(layer);
    const model = sequenceClassifier(
      { ...sizes, classes: 2 },
      { layer: stackedEncoders([both, both]) },
    );
    const params = model.init(makeRng(6));
    const rows = ids([
      [1, 2, 3],
      [3, 2, 1],
      [2, 1, 0],
      [1, 2, 0],
    ]);
    const classes = tf.tensor1d([0, 1, 1, 0], 'int32');
    const loss = (p: typeof params) => crossEntropy(model.encode(p, rows), classes);
    expect(await overfit(params, loss)).toBeLessThan(0.01);
  });
}

classifies('rnn', rnn);
classifies('gru', gru);
classifies('lstm', lstm);
