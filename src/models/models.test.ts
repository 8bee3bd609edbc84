import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { countParams, InputError, makeRng } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { generate } from '../decode/generate.js';
import { dense } from '../layers/dense.js';
import { meanOfEmbeddings } from '../layers/embedding.js';
import { recurrent } from '../layers/recurrent.js';
import { initRnn, rnn, rnnCell, rnnForward } from '../layers/rnn.js';
import { serial } from '../layers/serial.js';
import { crossEntropy, sequenceLoss } from '../train/losses.js';
import { adam } from '../train/optimizers.js';
import { trainingLoop } from '../train/training-loop.js';
import { classifier } from './classifier.js';
import { languageModel } from './language-model.js';
import { sequenceClassifier } from './sequence-classifier.js';
import { overfit } from '../train/testing/overfit.js';

const [V, D, U, C] = [11, 3, 5, 2] as const;
const config = { vocabularySize: V, width: D, hiddenSize: U };
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

describe('classifier', () => {
  const model = classifier();
  const params = model.init({ ...config, classes: C }, makeRng(41));

  test('has its gradients, and as many numbers as its sizes say', () => {
    const rows = ids([
      [1, 2, 0],
      [3, 3, 4],
    ]);
    expect(gradientGap((p: typeof params) => model.apply(p, rows), params)).toBeLessThan(1e-7);
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
    expect(gap(model.apply(params, rows), expected)).toBeLessThan(1e-15);
  });

  test('does not see the order of words, nor padding', () => {
    const plain = model.apply(params, ids([[1, 2, 3]]));
    expect(gap(model.apply(params, ids([[3, 1, 0, 2, 0]])), plain)).toBeLessThan(1e-14);
  });

  test('is made of the functions it is given', () => {
    const used: string[] = [];
    const parts = {
      meanOfEmbeddings: (...args: Parameters<typeof meanOfEmbeddings>) => {
        used.push('mean');
        return meanOfEmbeddings(...args);
      },
      dense: (...args: Parameters<typeof dense>) => {
        used.push('dense');
        return dense(...args);
      },
      serial: (...layers: ((x: tf.Tensor2D) => tf.Tensor2D)[]) => {
        used.push('serial');
        return serial(...layers);
      },
    };
    const made = classifier(parts).apply(params, ids([[1, 2]]));
    expect(used.sort()).toEqual(['dense', 'dense', 'mean', 'serial']);
    expect(gap(made, model.apply(params, ids([[1, 2]])))).toBe(0);
  });

  test('learns a small batch by heart', async () => {
    const rows = ids([
      [1, 2, 0],
      [3, 4, 5],
      [1, 3, 0],
    ]);
    const classes = tf.tensor1d([0, 1, 1], 'int32');
    const loss = (p: typeof params) => crossEntropy(model.apply(p, rows), classes);
    expect(await overfit(params, loss)).toBeLessThan(0.01);
  });
});

describe('sequence classifier', () => {
  const model = sequenceClassifier(rnn);
  const params = model.init({ ...config, classes: C }, makeRng(42));

  test('has its gradients', () => {
    const rows = ids([
      [1, 2, 0],
      [3, 3, 4],
    ]);
    expect(gradientGap((p: typeof params) => model.apply(p, rows), params)).toBeLessThan(1e-7);
  });

  test('sees the order of words, but not the padding behind them', () => {
    const plain = model.apply(params, ids([[1, 2, 3]]));
    expect(gap(model.apply(params, ids([[3, 2, 1]])), plain)).toBeGreaterThan(0.01);
    const beside = model.apply(
      params,
      ids([
        [1, 2, 3, 0, 0],
        [4, 5, 6, 7, 8],
      ]),
    );
    expect(gap(tf.slice(beside, [0, 0], [1, C]), plain)).toBeLessThan(1e-15);
  });

  test('answers from its first state where a row is all padding', () => {
    const nothing = model.apply(params, ids([[0, 0]]));
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
    const ordered = (p: typeof params) => crossEntropy(model.apply(p, rows), classes);
    expect(await overfit(params, ordered)).toBeLessThan(0.01);
    const bag = classifier();
    const bagParams = bag.init({ ...config, classes: C }, makeRng(1));
    const unordered = (p: typeof bagParams) => crossEntropy(bag.apply(p, rows), classes);
    expect(await overfit(bagParams, unordered)).toBeGreaterThan(0.69);
  });
});

describe('language model', () => {
  const model = languageModel(rnn);
  const params = model.init(config, makeRng(43));
  const rows = ids([
    [1, 2, 3, 4],
    [5, 6, 7, 0],
  ]);

  test('has its gradients, through the state it begins with too', () => {
    const start = makeRng(1).normalTensor<tf.Rank.R2>([2, U]);
    const both = { params, start };
    const logits = (p: typeof both) => model.apply(p.params, rows, p.start).logits;
    expect(gradientGap(logits, both)).toBeLessThan(1e-7);
  });

  test('token by token is the whole line, and a line in two parts too', () => {
    const whole = model.apply(params, rows);
    expect(whole.logits.shape).toEqual([2, 4, V]);
    let state = model.initialState(params, 2);
    const steps = tf.unstack(rows, 1).map((column) => {
      const after = model.step(params, column as tf.Tensor1D, state);
      state = after.state;
      return after.logits;
    });
    expect(gap(tf.stack(steps, 1), whole.logits)).toBeLessThan(1e-15);
    expect(gap(state, whole.state)).toBeLessThan(1e-15);
    const early = model.apply(params, tf.slice(rows, [0, 0], [2, 1]));
    const late = model.apply(params, tf.slice(rows, [0, 1], [2, 3]), early.state);
    expect(gap(tf.concat([early.logits, late.logits], 1), whole.logits)).toBeLessThan(1e-15);
    expect(gap(late.state, whole.state)).toBeLessThan(1e-15);
  });

  test('does not see the future', () => {
    const other = model.apply(params, ids([[1, 2, 9, 9]])).logits;
    const first = tf.slice(model.apply(params, rows).logits, [0, 0, 0], [1, 2, V]);
    expect(gap(tf.slice(other, [0, 0, 0], [1, 2, V]), first)).toBeLessThan(1e-15);
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
    const expected = model.apply(params, rows).logits;
    expect(
      gap(languageModel(recurrent({ init: initRnn, cell })).apply(params, rows).logits, expected),
    ).toBe(0);
    expect(cells).toBe(4);
    expect(
      gap(
        languageModel(recurrent({ init: initRnn, cell, forward })).apply(params, rows).logits,
        expected,
      ),
    ).toBe(0);
    expect([cells, forwards]).toEqual([4, 1]);
  });

  test('learns a line by heart, and writes it again', async () => {
    const line = [1, 2, 3, 1, 4, 5, 1, 6];
    const inputs = ids([line.slice(0, -1)]);
    const targets = ids([line.slice(1)]);
    const mask = tf.ones<tf.Rank.R2>([1, 7]);
    const task = {
      batches: () => [0],
      loss: (p: typeof params) => sequenceLoss(model.apply(p, inputs).logits, targets, mask),
    };
    const optimizer = adam({ learningRate: 0.05 });
    const end = await trainingLoop({ params, task, optimizer, steps: 150 }, makeRng(1));
    expect(end.loss).toBeLessThan(0.01);
    const written = generate(
      (next, state) => model.step(end.params, next, state),
      model.initialState(end.params, 1),
      { prompt: [1], length: 7, temperature: 0.1 },
      makeRng(1),
    );
    expect(written).toEqual(line);
  });

  test('a line of one token; ids out of the vocabulary or of another rank; no token at all', () => {
    expect(model.apply(params, ids([[3]])).logits.shape).toEqual([1, 1, V]);
    expect(() => model.apply(params, ids([[1, V]]))).toThrow(InputError);
    const flat = tf.tensor1d([1], 'int32') as unknown as tf.Tensor2D;
    expect(() => model.apply(params, flat)).toThrow(
      'languageModel ids: expected [B, T], received [1].',
    );
    expect(() => model.apply(params, tf.zeros([2, 0], 'int32'))).toThrow(/at least one/);
  });

  test('leaves nothing behind a step', () => {
    const once = () => {
      tf.tidy(() =>
        sequenceLoss(model.apply(params, rows).logits, rows, tf.ones([2, 4])).dataSync(),
      );
    };
    const before = tf.memory().numTensors;
    once();
    expect(tf.memory().numTensors).toBe(before);
  });
});
