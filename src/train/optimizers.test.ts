import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  disposeParams,
  flattenParams,
  InputError,
  makeRng,
  ShapeError,
  tidy,
} from '../core/index.js';
import { namesArgument } from '../core/testing/names-argument.js';
import { adafactor } from './adafactor.js';
import { adam, adamW, sgd } from './optimizers.js';
import { numbers as leaves, options } from './testing/small-run.js';
import { trainingLoop } from './training-loop.js';
import type { Optimizer } from './update-rule.js';

const w = tf.tensor1d([1, -2]);
const g = tf.tensor1d([0.5, -100]);

const numbers = (p: tf.Tensor) => Array.from(p.dataSync());

function firstStep(optimizer: Optimizer, at = 0) {
  return optimizer.update(w, g, optimizer.init(w), optimizer.numbersAt(w, at));
}

test('sgd goes the rate times the gradient', () => {
  expect(numbers(firstStep(sgd({ learningRate: 0.1 })).params)).toEqual([0.95, 8]);
});

test("adam's first step is the rate, whatever the size of the gradient", () => {
  const [first = NaN, second = NaN] = numbers(firstStep(adam({ learningRate: 0.1 })).params);
  expect(first).toBeCloseTo(0.9, 8);
  expect(second).toBeCloseTo(-1.9, 8);
});

test('the rate follows its schedule', () => {
  const rule = sgd({ learningRate: (step) => step });
  expect(numbers(firstStep(rule, 2).params)).toEqual([0, 198]);
});

test('adafactor remembers a row and a column of a matrix, and every entry of a vector', () => {
  const params = { cube: tf.ones([2, 3, 5]), matrix: tf.ones([3, 5]), vector: tf.ones([7]) };
  const shapes = Object.entries(flattenParams(adafactor().init(params)));
  expect(shapes.map(([path, { shape }]) => [path, shape])).toEqual([
    ['cube.rows', [2, 3]],
    ['cube.columns', [2, 5]],
    ['matrix.rows', [3]],
    ['matrix.columns', [5]],
    ['vector.entries', [7]],
  ]);
});

test('adafactor does not move a weight whose gradients are zero', () => {
  const rule = adafactor();
  const matrix = tf.ones([3, 5]);
  const zeros = tf.zerosLike(matrix);
  const { params } = rule.update(matrix, zeros, rule.init(matrix), rule.numbersAt(matrix, 0));
  expect(numbers(params)).toEqual(numbers(matrix));
});

const all: Readonly<Record<string, Optimizer>> = {
  sgd: sgd({ learningRate: 0.1 }),
  adam: adam({ learningRate: 0.1 }),
  adamW: adamW({ learningRate: 0.1, decays: (path) => path !== 'b' }),
  adafactor: adafactor({ learningRate: (step) => 0.1 / (step + 1) }),
};

const tree = { w: tf.tensor2d([1, -2, 3, 4, 5, 6], [2, 3]), b: tf.tensor1d([1, -2, 3]) };
const slopes = { w: tf.tensor2d([3, 1, -1, 0, 2, 5], [2, 3]), b: tf.tensor1d([0, 1, -4]) };

describe.each(Object.entries(all))('%s', (name, rule) => {
  test('has its own name, and a step of it moves what has a gradient', () => {
    expect(rule.name).toBe(name);
    const { params } = rule.update(tree, slopes, rule.init(tree), rule.numbersAt(tree, 0));
    numbers(params.b).forEach((value, i) => {
      expect(value === numbers(tree.b)[i]).toBe(numbers(slopes.b)[i] === 0);
    });
  });

  test('leaves given weights and state as they are', () => {
    const state = rule.init(tree);
    const before = [tree, state].map((p) => Object.values(flattenParams(p)).map(numbers));
    rule.update(tree, slopes, state, rule.numbersAt(tree, 0));
    expect([tree, state].map((p) => Object.values(flattenParams(p)).map(numbers))).toEqual(before);
  });

  test('keeps the new weights and the new state, and no other tensor', () => {
    let at = tidy(() => ({
      params: { w: tree.w.clone(), b: tree.b.clone() },
      state: rule.init(tree),
    }));
    const count = tf.memory().numTensors;
    for (let step = 0; step < 5; step++) {
      const next = tidy(() =>
        rule.update(at.params, slopes, at.state, rule.numbersAt(at.params, step)),
      );
      disposeParams({ params: at.params, state: at.state });
      at = { params: next.params, state: { ...next.state } };
      expect(tf.memory().numTensors).toBe(count);
    }
    disposeParams({ params: at.params, state: at.state });
  });

  test('names a weight that has no gradient, no state or no numbers', () => {
    const state = rule.init(tree);
    const factors = rule.numbersAt(tree, 0);
    const lacking = { w: slopes.w } as typeof slopes;
    expect(() => rule.update(tree, lacking, state, factors)).toThrow(
      `${name} gradients: expected an entry for 'b', received only 'w'. Pass what was made from ` +
        'the same weights.',
    );
    expect(() => rule.update(tree, lacking, state, factors)).toThrow(InputError);
    expect(() => rule.update(tree, slopes, {}, factors)).toThrow(
      `${name} state: expected an entry for 'w', received none.`,
    );
    expect(() => rule.update(tree, slopes, state, {})).toThrow(
      `${name} numbers: expected an entry for 'w', received none.`,
    );
  });

  test('refuses a gradient of another shape', () => {
    const wide = { ...slopes, b: tf.ones<tf.Rank.R1>([1]) };
    const step = () => rule.update(tree, wide, rule.init(tree), rule.numbersAt(tree, 0));
    expect(step).toThrow(ShapeError);
    expect(step).toThrow(`${name} gradient of 'b': expected shape [3], received [1].`);
  });
});

test.each([
  [adam, adafactor, 'm [2, 3] and v [2, 3]', 'columns [3] and rows [2]'],
  [adafactor, adam, 'columns [3] and rows [2]', 'm [2, 3] and v [2, 3]'],
  [sgd, adam, 'nothing', 'm [2, 3] and v [2, 3]'],
])('the state of another optimizer is refused', (make, other, expected, received) => {
  const rule = make({ learningRate: 0.1 });
  const state = other({ learningRate: 0.1 }).init(tree);
  const step = () => rule.update(tree, slopes, state, rule.numbersAt(tree, 0));
  expect(step).toThrow(ShapeError);
  expect(step).toThrow(
    `${rule.name} state of 'w': expected ${expected}, received ${received}. Pass what this ` +
      'optimizer made for these weights.',
  );
});

test('the state of weights of another shape, and numbers of another optimizer, are refused', () => {
  const [rule, other] = [adam({ learningRate: 0.1 }), adamW({ learningRate: 0.1 })];
  const narrow = { ...tree, b: tf.ones<tf.Rank.R1>([1]) };
  const numbers = rule.numbersAt(tree, 0);
  expect(() => rule.update(tree, slopes, rule.init(narrow), numbers)).toThrow(
    "adam state of 'b': expected m [3] and v [3], received m [1] and v [1].",
  );
  expect(() => rule.update(tree, slopes, rule.init(tree), other.numbersAt(tree, 0))).toThrow(
    "adam numbers of 'w': expected meanFactor [] and squareFactor [], received decay [] and " +
      'meanFactor [] and squareFactor [].',
  );
  expect(() => other.update(tree, slopes, rule.init(tree), numbers)).toThrow(ShapeError);
});

test('a weight may have a name that every record knows', () => {
  const params = { constructor: tf.scalar(1) };
  const rule = sgd({ learningRate: 0.1 });
  expect(() => rule.update(params, params, {}, rule.numbersAt(params, 0))).toThrow(
    "sgd state: expected an entry for 'constructor', received none.",
  );
});

test.each<[string, () => unknown]>([
  ['sgd learningRate', () => sgd({} as never)],
  ['adafactor learningRate', () => adafactor({ learningRate: null as never })],
  ['adam beta1', () => adam({ learningRate: 1, beta1: 1 })],
  ['adam beta2', () => adam({ learningRate: 1, beta2: 1 })],
  ['adam beta2', () => adam({ learningRate: 1, beta2: NaN })],
  ['adamW beta1', () => adamW({ learningRate: 1, beta1: -0.1 })],
  ['adam epsilon', () => adam({ learningRate: 1, epsilon: 0 })],
  ['adam epsilon', () => adam({ learningRate: 1, epsilon: -1 })],
  ['adam epsilon', () => adam({ learningRate: 1, epsilon: 1e-60 })],
  ['adamW weightDecay', () => adamW({ learningRate: 1, weightDecay: NaN })],
  ['adamW weightDecay', () => adamW({ learningRate: 1, weightDecay: -1 })],
  ['adafactor clipThreshold', () => adafactor({ clipThreshold: 0 })],
  ['adafactor decay', () => adafactor({ decay: NaN })],
  ['adafactor epsilon', () => adafactor({ epsilon: 0 })],
  ['adafactor leastSize', () => adafactor({ leastSize: -1 })],
  ['sgd step', () => sgd({ learningRate: 1 }).numbersAt(tree, -1)],
  ['adam step', () => adam({ learningRate: 1 }).numbersAt(tree, 0.5)],
])('%s is what the message names', (what, call) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(namesArgument(what));
});

const runs: Readonly<Record<string, Optimizer>> = {
  ...all,
  'adafactor with its own rate': adafactor(),
  'adamW with a rate by path and step': adamW({
    rates: (path, step) => (path === 'b' ? 0 : 0.01 * (step + 1)),
    decays: (path) => path === 'w',
  }),
};

test.each(Object.entries(runs))('%s: a run that is resumed goes on exactly', async (_, rule) => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-optimizers-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const run = { ...options(), optimizer: rule };
  const whole = await trainingLoop(run, makeRng(3));
  expect(leaves(whole.params)).not.toEqual(leaves(run.params));
  const count = tf.memory().numTensors;
  const checkpoints = { path: join(folder, 'run.safetensors'), every: 3, resume: true };
  for (const steps of [4, 5, 13]) {
    const part = await trainingLoop({ ...run, checkpoints, steps }, makeRng(3));
    if (steps === 13) expect(leaves(part.params)).toEqual(leaves(whole.params));
    disposeParams(part.params);
  }
  expect(tf.memory().numTensors).toBe(count);
});

test.each([NaN, -1, Infinity])('a rate of %s is refused, and the weight is named', (rate) => {
  const rates = (path: string, step: number) => (path === 'b' && step === 3 ? rate : 0.1);
  for (const make of [sgd, adam, adamW, adafactor]) {
    const rule = make({ rates });
    rule.numbersAt(tree, 2);
    expect(() => rule.numbersAt(tree, 3)).toThrow(
      `${rule.name} rate of 'b' at step 3: expected a finite number from 0, received ` +
        `${String(rate)}. Check learningRate or rates; a rate of 0 freezes a weight.`,
    );
  }
});

test('a rate of 0 freezes a weight, whatever it would decay; the others move', () => {
  for (const make of [sgd, adam, adamW, adafactor]) {
    const rule = make({ rates: (path) => (path === 'b' ? 0 : 0.1) });
    const { params } = rule.update(tree, slopes, rule.init(tree), rule.numbersAt(tree, 0));
    expect(numbers(params.b)).toEqual(numbers(tree.b));
    expect(numbers(params.w)).not.toEqual(numbers(tree.w));
  }
});

test('weights that do not decay go as in adam', () => {
  const step = (rule: Optimizer) =>
    rule.update(tree, slopes, rule.init(tree), rule.numbersAt(tree, 0)).params;
  const some = step(adamW({ learningRate: 0.1, weightDecay: 0.5, decays: (path) => path === 'w' }));
  const none = step(adam({ learningRate: 0.1 }));
  expect(numbers(some.b)).toEqual(numbers(none.b));
  const decayed = numbers(tree.w).map((value, i) => (numbers(none.w)[i] ?? NaN) - 0.05 * value);
  numbers(some.w).forEach((value, i) => {
    expect(value).toBeCloseTo(decayed[i] ?? NaN, 12);
  });
});
