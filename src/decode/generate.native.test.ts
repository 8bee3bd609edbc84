import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { makeRng } from '../core/index.js';
import { gru } from '../layers/gru.js';
import { languageModel } from '../models/language-model.js';
import { beamSearch } from './beam.js';
import { generate } from './generate.js';

afterEach(() => {
  delete process.env['UNROLL_JIT'];
});

const sizes = { vocabularySize: 11, width: 5, hiddenSize: 7 };

/** A model, and how often it was asked to read one token in JavaScript. */
function counted() {
  const model = languageModel(sizes, { layer: gru });
  const read = vi.spyOn(model, 'read');
  return { model, tokens: () => read.mock.calls.filter(([, ids]) => ids.shape[1] === 1).length };
}

test('a text is written by one graph, and is the text that is written without', () => {
  const { model, tokens } = counted();
  const params = model.init(makeRng(3));
  const start = model.start(params, 1);
  const write = () => generate(model, params, start, { prompt: [1, 2, 3], length: 30 }, makeRng(1));
  const before = tf.memory().numTensors;
  const written = write();
  expect(tokens()).toBe(2); // it was recorded
  expect(write()).toEqual(written);
  expect(tokens()).toBe(2);
  process.env['UNROLL_JIT'] = 'off';
  expect(write()).toEqual(written);
  expect(tokens()).toBe(2 + 29);
  expect(tf.memory().numTensors).toBe(before);
});

test('a beam too', () => {
  const { model, tokens } = counted();
  const params = model.init(makeRng(3));
  const options = { prompt: [1, 2], beams: 3, length: 9, stop: 5 };
  const found = beamSearch(model, params, model.start(params, 1), options);
  const once = tokens();
  expect(once).toBeLessThan(8);
  process.env['UNROLL_JIT'] = 'off';
  const without = beamSearch(model, params, model.start(params, 1), options);
  expect(found.map(({ ids }) => ids)).toEqual(without.map(({ ids }) => ids));
  expect(tokens()).toBeGreaterThan(once);
});

test('a model that reads values writes all the same', () => {
  const model = {
    read: (_: readonly never[], ids: tf.Tensor2D, state: tf.Tensor2D) => ({
      logits: tf.tensor3d([[ids.dataSync()[0] === 1 ? [0, 0, 50] : [0, 50, 0]]]),
      state: tf.clone(state),
    }),
  };
  const written = generate(model, [], tf.zeros([1, 1]), { prompt: [1], length: 4 }, makeRng(1));
  expect(written).toEqual([1, 2, 1, 2, 1]);
});
