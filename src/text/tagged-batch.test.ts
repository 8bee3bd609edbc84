import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tagBatch, tagsOf } from './tagged-batch.js';

const sentences = [
  { ids: [5, 6, 7], tags: [1, 2, 0] },
  { ids: [8], tags: [3] },
];

test('the example of its docstring', () => {
  const { ids, targets } = tagBatch(sentences);
  expect(ids.arraySync()).toEqual([
    [5, 6, 7],
    [8, 0, 0],
  ]);
  expect(targets.arraySync()).toEqual([
    [1, 2, 0],
    [3, 0, 0],
  ]);
  expect([ids.dtype, targets.dtype]).toEqual(['int32', 'int32']);
  tf.dispose([ids, targets]);
});

test('is padded as far as asked, and never cut', () => {
  const far = tagBatch(sentences, 5);
  expect(far.ids.arraySync()).toEqual([
    [5, 6, 7, 0, 0],
    [8, 0, 0, 0, 0],
  ]);
  expect(far.targets.arraySync()).toEqual([
    [1, 2, 0, 0, 0],
    [3, 0, 0, 0, 0],
  ]);
  expect(tagBatch(sentences, 2).ids.shape).toEqual([2, 3]);
});

test('tags come once each, O first', () => {
  expect(tagsOf([{ tags: ['I-b', 'B-b'] }, { tags: ['O', 'B-a', 'B-b'] }])).toEqual([
    'O',
    'B-a',
    'B-b',
    'I-b',
  ]);
  expect(tagsOf([{ tags: ['VERB', 'NOUN'] }])).toEqual(['NOUN', 'VERB']);
});

test('refuses sentences without tokens, and tags that do not fit', () => {
  expect(() => tagBatch([{ ids: [], tags: [] }])).toThrow(
    'tagBatch sentences: expected a sentence of at least one token, received 1 without any.',
  );
  expect(() => tagBatch([...sentences, { ids: [1, 2], tags: [1] }])).toThrow(
    'tagBatch sentence 2: expected as many tags as ids, 2, received 1.',
  );
});
