import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng, ShapeError } from '../core/index.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import { gru } from '../layers/gru.js';
import { sequenceLoss } from '../train/losses.js';
import { gruLanguageModelLoss } from './gru-language-model.js';
import { languageModel } from './language-model.js';
import { readRows } from './model.js';

const model = languageModel({ vocabularySize: 11, width: 3, hiddenSize: 5 }, { layer: gru });
const p = model.init(makeRng(91));
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const inputs = ids([
  [1, 2, 7],
  [4, 0, 0],
]);
const targets = ids([
  [2, 7, 10],
  [5, 0, 0],
]);
const mask = tf.tensor2d([
  [1, 1, 1],
  [1, 0, 0],
]);
const lossOf = (...args: Parameters<typeof gruLanguageModelLoss>) =>
  gruLanguageModelLoss(...args).dataSync()[0] ?? NaN;

test('is the loss of the language model on a GRU', () => {
  const expected =
    sequenceLoss(readRows(model, p, inputs).logits, targets, mask).dataSync()[0] ?? NaN;
  expect(lossOf(p, inputs, targets, mask)).toBeCloseTo(expected, 14);
});

test('has the gradients that central differences give', () => {
  const loss = (q: typeof p) => gruLanguageModelLoss(q, inputs, targets, mask);
  expect(gradientGap(loss, p)).toBeLessThan(1e-7);
});

test('padding changes nothing, and neither does what stands under the mask', () => {
  const more = (x: tf.Tensor2D, fill: number) =>
    tf.concat<tf.Tensor2D>([x, tf.cast(tf.fill([2, 2], fill), x.dtype)], 1);
  const plain = lossOf(p, inputs, targets, mask);
  expect(lossOf(p, more(inputs, 0), more(targets, 0), more(mask, 0))).toBe(plain);
  expect(lossOf(p, more(inputs, 9), more(targets, 9), more(mask, 0))).toBe(plain);
  expect(lossOf(p, inputs, targets, tf.cast(mask, 'bool'))).toBe(plain);
});

test('who knows nothing pays log V', () => {
  const output = { w: tf.zerosLike(p.output.w), b: tf.zerosLike(p.output.b) };
  expect(lossOf({ ...p, output }, inputs, targets, mask)).toBeCloseTo(Math.log(11), 14);
});

test('no tensor survives but the loss, and what does not fit is refused', () => {
  const numbers = tf.memory().numTensors;
  tf.tidy(() => lossOf(p, inputs, targets, mask));
  expect(tf.memory().numTensors).toBe(numbers);
  const short = ids([[1, 2, 3]]);
  expect(() => gruLanguageModelLoss(p, inputs, short, mask)).toThrow(
    'gruLanguageModelLoss targets: expected B = 2, received B = 1.',
  );
  expect(() => gruLanguageModelLoss(p, short, targets, mask)).toThrow(ShapeError);
  expect(() => gruLanguageModelLoss(p, inputs, targets, tf.zeros([2, 3]))).toThrow(
    'sequenceLoss mask: expected at least one real token, received only padding.',
  );
});
