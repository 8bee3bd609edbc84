import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { oneHot } from '../core/index.js';
import { bestTags } from './best-tags.js';

const tags = ['O', 'B-X', 'I-X'];
const places = [
  [1, 2, 0, 1],
  [0, 1, 2, 2],
];
const logits = oneHot(tf.tensor2d(places, undefined, 'int32'), tags.length);

test('gives each token the tag of its highest score, and padding none', () => {
  expect(bestTags(logits, [4, 2], tags)).toEqual([
    ['B-X', 'I-X', 'O', 'B-X'],
    ['O', 'B-X'],
  ]);
});

test('leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  bestTags(logits, [4, 2], tags);
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses other lengths, and other tags', () => {
  expect(() => bestTags(logits, [4], tags)).toThrow(
    'bestTags lengths: expected 2 lengths of at most 4 tokens, received 1, the longest 4.',
  );
  expect(() => bestTags(logits, [4, 5], tags)).toThrow('received 2, the longest 5.');
  expect(() => bestTags(logits, [4, 2], ['O'])).toThrow(
    'bestTags logits: expected C = 1, received C = 3.',
  );
});
