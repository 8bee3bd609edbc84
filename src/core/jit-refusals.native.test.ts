import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { nativeBackend } from './jit/native-backend.js';
import { jit, RecordingError } from './jit.js';
import type { Params } from './params.js';
import { makeRng } from './rng.js';

const outside = tf.tensor1d([1, 2, 3]);
const aVariable = tf.variable(tf.scalar(2), true, 'of the refusals');
const rng = makeRng(1);
const state = { calls: 0, seen: [] as tf.Tensor[] };

type Case = readonly [what: string, f: (x: tf.Tensor1D) => Params, says: RegExp];

const at = /at src\/core\/jit-refusals\.native\.test\.ts:\d+\. /.source;
const says = (start: string) => new RegExp(`^jit f: expected .*, received ${start} ${at}`);

const refused: readonly Case[] = [
  [
    'dataSync of an input',
    (x) => tf.mul(x, x.dataSync()[0] ?? NaN),
    says('the values of a tensor, read by dataSync'),
  ],
  [
    'arraySync of what is computed',
    (x) => tf.mul(x, tf.sum(x).arraySync()),
    says('the values of a tensor, read by arraySync'),
  ],
  [
    'a read whose error is caught',
    (x) => {
      try {
        return tf.mul(x, tf.sum(x).bufferSync().get(0));
      } catch {
        return x;
      }
    },
    says('the values of a tensor, read by bufferSync'),
  ],
  [
    'a read whose error becomes another one',
    (x) => {
      try {
        return tf.mul(x, x.dataSync()[0] ?? NaN);
      } catch {
        throw new RangeError('mine');
      }
    },
    says('the values of a tensor, read by dataSync'),
  ],
  [
    'data, though nobody waits for it',
    (x) => {
      void x.data();
      return x;
    },
    says('the values of a tensor, read by data'),
  ],
  [
    'array',
    (x) => {
      void tf.square(x).array();
      return x;
    },
    says('the values of a tensor, read by array'),
  ],
  [
    'toString',
    (x) => {
      expect(String(x)).toBeDefined();
      return x;
    },
    says('the values of a tensor, read by toString'),
  ],
  [
    'Math.random',
    // eslint-disable-next-line no-restricted-properties -- what is tested
    (x) => tf.mul(x, Math.random()),
    says('a number that JavaScript drew or counted, used'),
  ],
  [
    'a draw of an Rng',
    (x) => tf.mul(x, rng.normalTensor([3])),
    says('a number that JavaScript drew or counted, used'),
  ],
  [
    'tf.randomNormal',
    (x) => tf.mul(x, tf.randomNormal([3])),
    says('a number that JavaScript drew or counted, used'),
  ],
  [
    'a counter',
    (x) => tf.mul(x, ++state.calls),
    says('a number that JavaScript drew or counted, used'),
  ],
  [
    'another operation in each call',
    (x) => (++state.calls % 2 === 0 ? tf.square(x) : tf.exp(x)),
    says('(Exp|Square), where the call before ran another,'),
  ],
  [
    'an operation less in another call',
    (x) => (++state.calls % 2 === 0 ? tf.square(x) : x),
    /received (Square|Identity), where the call before ran another/,
  ],
  [
    'another number of results',
    (x) => (++state.calls % 2 === 0 ? [x, x] : [x]),
    /^jit f: expected as many results in every call, received another number. Take out what /,
  ],
  ['a tensor from outside', (x) => tf.mul(x, outside), says('one of shape \\[3\\] from outside')],
  ['a variable', (x) => tf.mul(x, aVariable), says('one of shape \\[\\] from outside')],
  [
    'the value of a tensor from outside',
    (x) => tf.mul(x, outside.dataSync()[1] ?? NaN),
    says('the values of a tensor, read by dataSync'),
  ],
  [
    'a tensor of the first recording',
    (x) => {
      state.seen.push(x);
      return tf.mul(x, state.seen[0] ?? x);
    },
    /Tensor is disposed|from outside/,
  ],
  [
    'a variable that is assigned',
    (x) => {
      aVariable.assign(tf.sum(x));
      return x;
    },
    says('a variable that it assigns'),
  ],
  ['tf.multinomial', (x) => tf.multinomial(x, 2, 5), says('Multinomial')],
  [
    'text',
    (x) => {
      tf.string.staticRegexReplace(tf.tensor(['a']), 'a', 'b');
      return x;
    },
    says('StaticRegexReplace'),
  ],
  ['tf.unique', (x) => tf.unique(x).values, says('UniqueV2')],
];

test.each(refused)('refuses %s, and leaves nothing behind', (_, f, message) => {
  const x = tf.tensor1d([0.2, 0.3, 0.5]);
  const fast = jit(f);
  const loaded = nativeBackend()?.binding.getNumOfSavedModels();
  const before = tf.memory().numTensors;
  let error: unknown;
  try {
    fast(x);
  } catch (thrown) {
    error = thrown;
  }
  expect(String(error instanceof Error ? error.message : error)).toMatch(message);
  expect(error).toBeInstanceOf(RecordingError);
  expect(tf.memory().numTensors).toBe(before);
  expect(nativeBackend()?.binding.getNumOfSavedModels()).toBe(loaded);
  expect(tf.square(x).arraySync()[0]).toBeCloseTo(0.04);
  expect(aVariable.dataSync()[0]).toBe(2);
});

test('says which line reads', () => {
  const fast = jit((x: tf.Tensor) => {
    const here = /:(\d+):\d+\)?$/.exec(new Error().stack?.split('\n')[1] ?? '')?.[1] ?? '';
    state.calls = Number(here) + 2;
    return tf.mul(x, tf.sum(x).dataSync()[0] ?? NaN);
  });
  expect(() => fast(outside)).toThrow(RecordingError);
  expect(() => fast(outside)).toThrow(`:${state.calls}.`);
});

test('takes numbers that are the same in every call, and reads of what does not vary', () => {
  const fast = jit((x: tf.Tensor) => {
    const half = tf.div(tf.scalar(1), 2);
    const table = makeRng(3).normalTensor([3]);
    return tf.mul(tf.add(x, table), half.dataSync()[0] ?? NaN);
  });
  const expected = makeRng(3).normalTensor([3]).dataSync();
  expect(fast(tf.zeros([3])).dataSync()).toEqual(expected.map((v) => v / 2));
  fast.dispose();
});
