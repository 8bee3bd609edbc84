import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { countParams, InputError, makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { greedy } from '../decode/choose.js';
import { generate } from '../decode/generate.js';
import { dense, type DenseParams } from '../layers/dense.js';
import { meanOfEmbeddings } from '../layers/embedding.js';
import { recurrent, type Recurrent } from '../layers/recurrent.js';
import { initRnn, rnn, rnnCell, rnnForward, type RnnParams } from '../layers/rnn.js';
import { serial } from '../layers/serial.js';
import { crossEntropy, sequenceLoss } from '../train/losses.js';
import { adam } from '../train/optimizers.js';
import { trainingLoop } from '../train/training-loop.js';
import { classifier } from './classifier.js';
import { languageModel } from './language-model.js';
import { readRows } from './model.js';
import { sequenceClassifier } from './sequence-classifier.js';
import { overfit } from '../train/testing/overfit.js';

const [V, D, U, C] = [11, 3, 5, 2] as const;
const config = { vocabularySize: V, width: D, hiddenSize: U };
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

describe('classifier', () => {
  const sizes = { ...config, classes: C };
  const model = classifier(sizes);
  const params = model.init(makeRng(41));

  test('has its gradients, and as many numbers as its sizes say', () => {
    const rows = ids([
      [1, 2, 0],
      [3, 3, 4],
    ]);
    expect(gradientGap((p: typeof params) => model.encode(p, rows), params)).toBeLessThan(1e-7);
    expect(countParams(params)).toBe(V * D + (D * U + U) + (U * C + C));
  });

  test('is what its formula says', () => {
    const rows = ids([
      [1, 2],
      [3, 4],
    ]);
    const { hidden, output } = params;
    const mean = tf.mean(tf.gather(params.table, rows), 1);
    const inner = tf.relu(tf.add(tf.matMul(mean as tf.Tensor2D, hidden.w), hidden.b));
    const expected = tf.add(tf.matMul(inner as tf.Tensor2D, output.w), output.b);
    expect(gap(model.encode(params, rows), expected)).toBeLessThan(1e-15);
  });

  test('does not see the order of words, nor padding', () => {
    const plain = model.encode(params, ids([[1, 2, 3]]));
    expect(gap(model.encode(params, ids([[3, 1, 0, 2, 0]])), plain)).toBeLessThan(1e-14);
  });

  test('is made of the functions it is given', () => {
    const used: string[] = [];
    const parts = {
      meanOfEmbeddings: (...args: Parameters<typeof meanOfEmbeddings>) => {
        used.push('mean');
        return meanOfEmbeddings(...args);
      },
      dense: (p: DenseParams, x: tf.Tensor2D) => {
        used.push('dense');
        return dense(p, x);
      },
      serial: (...layers: ((x: tf.Tensor2D) => tf.Tensor2D)[]) => {
        used.push('serial');
        return serial(...layers);
      },
    };
    const made = classifier(sizes, parts).encode(params, ids([[1, 2]]));
    expect(used.sort()).toEqual(['dense', 'dense', 'mean', 'serial']);
    expect(gap(made, model.encode(params, ids([[1, 2]])))).toBe(0);
  });

  test('learns a small batch by heart', async () => {
    const rows = ids([
      [1, 2, 0],
      [3, 4, 5],
      [1, 3, 0],
    ]);
    const classes = tf.tensor1d([0, 1, 1], 'int32');
    const loss = (p: typeof params) => crossEntropy(model.encode(p, rows), classes);
    expect(await overfit(params, loss)).toBeLessThan(0.01);
  });
});

describe('sequence classifier', () => {
  const sizes = { ...config, classes: C };
  const model = sequenceClassifier(sizes, { layer: rnn });
  const params = model.init(makeRng(42));

  test('has its gradients', () => {
    const rows = ids([
      [1, 2, 0],
      [3, 3, 4],
    ]);
    expect(gradientGap((p: typeof params) => model.encode(p, rows), params)).toBeLessThan(1e-7);
  });

  test('sees the order of words', () => {
    const plain = model.encode(params, ids([[1, 2, 3]]));
    expect(gap(model.encode(params, ids([[3, 2, 1]])), plain)).toBeGreaterThan(0.01);
  });

  test('answers from its first state where a row is all padding', () => {
    const nothing = model.encode(params, ids([[0, 0]]));
    expect(gap(nothing, tf.expandDims(params.output.b, 0))).toBe(0);
  });

  test('learns an order by heart, which no bag of words can', async () => {
    const rows = ids([
      [1, 2, 3],
      [3, 2, 1],
      [2, 1, 0],
      [1, 2, 0],
    ]);
    const classes = tf.tensor1d([0, 1, 1, 0], 'int32');
    const ordered = (p: typeof params) => crossEntropy(model.encode(p, rows), classes);
    expect(await overfit(params, ordered)).toBeLessThan(0.01);
    const bag = classifier(sizes);
    const bagParams = bag.init(makeRng(1));
    const unordered = (p: typeof bagParams) => crossEntropy(bag.encode(p, rows), classes);
    expect(await overfit(bagParams, unordered)).toBeGreaterThan(0.69);
  });
});

describe('language model', () => {
  const model = languageModel(config, { layer: rnn });
  const params = model.init(makeRng(43));
  const rows = ids([
    [1, 2, 3, 4],
    [5, 6, 7, 0],
  ]);

  test('has its gradients, through the state it begins with too', () => {
    const start = makeRng(1).normalTensor<tf.Rank.R2>([2, U]);
    const both = { params, start };
    const logits = (p: typeof both) => model.read(p.params, rows, p.start).logits;
    expect(gradientGap(logits, both)).toBeLessThan(1e-7);
  });

  test('runs the cell, or the whole-sequence form, that it is given', () => {
    let cells = 0;
    let forwards = 0;
    const cell = (...args: Parameters<typeof rnnCell>) => {
      cells += 1;
      return rnnCell(...args);
    };
    const forward = (...args: Parameters<typeof rnnForward>) => {
      forwards += 1;
      return rnnForward(...args);
    };
    const expected = readRows(model, params, rows).logits;
    const withLayer = (layer: Recurrent<RnnParams>) =>
      readRows(languageModel(config, { layer }), params, rows).logits;
    expect(gap(withLayer(recurrent({ init: initRnn, cell })), expected)).toBe(0);
    expect(cells).toBe(4);
    expect(gap(withLayer(recurrent({ init: initRnn, cell, forward })), expected)).toBe(0);
    expect([cells, forwards]).toEqual([4, 1]);
  });

  test('learns a line by heart, and writes it again', async () => {
    const line = [1, 2, 3, 1, 4, 5, 1, 6];
    const inputs = ids([line.slice(0, -1)]);
    const targets = ids([line.slice(1)]);
    const mask = tf.ones<tf.Rank.R2>([1, 7]);
    const task = {
      batches: () => [0],
      loss: (p: typeof params) => sequenceLoss(readRows(model, p, inputs).logits, targets, mask),
    };
    const optimizer = adam({ learningRate: 0.05 });
    const end = await trainingLoop({ params, task, optimizer, steps: 150 }, makeRng(1));
    expect(end.loss).toBeLessThan(0.01);
    const written = generate(
      model,
      end.params,
      model.start(end.params, 1),
      { prompt: [1], length: 7, choose: greedy },
      makeRng(1),
    );
    expect(written).toEqual(line);
  });

  test('ids out of the vocabulary or of another rank, and no token at all, are refused', () => {
    expect(() => readRows(model, params, ids([[1, V]]))).toThrow(InputError);
    const flat = tf.tensor1d([1], 'int32') as unknown as tf.Tensor2D;
    expect(() => readRows(model, params, flat)).toThrow(
      'languageModel ids: expected [B, T], received [1].',
    );
    expect(() => readRows(model, params, tf.zeros([2, 0], 'int32'))).toThrow(/at least one/);
  });

  test('leaves nothing behind a step', () => {
    const once = () => {
      tf.tidy(() =>
        sequenceLoss(readRows(model, params, rows).logits, rows, tf.ones([2, 4])).dataSync(),
      );
    };
    const before = tf.memory().numTensors;
    once();
    expect(tf.memory().numTensors).toBe(before);
  });
});
