import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { disposeParams, makeRng, type Params } from '../src/core/index.js';
import { bidirectional } from '../src/layers/bidirectional.js';
import { lstm } from '../src/layers/lstm.js';
import {
  codingOf,
  encodeSentence,
  layerScorer,
  predictTags,
  taggerTask,
  taggedShares,
  trainTagger,
  windowScorer,
  type TagScorer,
} from './entities-training.js';

const sentences = [
  { tokens: ['from', 'Paris', 'to', 'Rome'], tags: ['O', 'B-Start', 'O', 'B-End'] },
  { tokens: ['to', 'Paris'], tags: ['O', 'B-End'] },
];
const coding = codingOf(sentences);
const sizes = { width: 5, hiddenSize: 7 };
const learn = (scorer: TagScorer<Params>, more: { readonly signal?: AbortSignal } = {}) =>
  trainTagger(
    { sentences, coding, scorer, epochs: 60, batchSize: 2, learningRate: 0.05, ...more },
    makeRng(1),
  );

test.each([
  ['both ways', layerScorer(bidirectional(lstm), sizes)],
  ['in a window', windowScorer(1, sizes)],
])(
  'reading %s, it learns what neighbours say, and leaves nothing but weights',
  async (_how, scorer) => {
    const before = tf.memory().numTensors;
    const trained = await learn(scorer);
    expect(predictTags(trained, sentences)).toEqual(sentences.map(({ tags }) => tags));
    const { tokens, places } = taggedShares(trained, sentences, 10);
    expect(tokens).toBe(1);
    expect(places).toBeGreaterThanOrEqual(6 / 20);
    disposeParams(trained.params);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('dropout makes a loss uncertain, and without it the loss is one number', () => {
  const lossOf = (dropout: number, seed: number) => {
    const task = taggerTask(
      {
        sentences,
        coding,
        scorer: layerScorer(lstm, sizes),
        epochs: 1,
        batchSize: 2,
        learningRate: 0.05,
        dropout,
      },
      makeRng(1),
    );
    const [batch] = task.batches(makeRng(2));
    if (batch === undefined) throw new Error('no batch');
    return task.loss(task.params, batch, makeRng(seed)).dataSync()[0];
  };
  expect(lossOf(0, 1)).toBe(lossOf(0, 2));
  expect(lossOf(0.5, 1)).toBe(lossOf(0.5, 1));
  expect(lossOf(0.5, 1)).not.toBe(lossOf(0.5, 2));
});

test('it stops when it is told to', async () => {
  const before = tf.memory().numTensors;
  const stopped = learn(windowScorer(1, sizes), {
    signal: AbortSignal.abort(),
  });
  await expect(stopped).rejects.toThrow('aborted');
  expect(tf.memory().numTensors).toBe(before);
});

test('a rare word is read by its shape, a tag that was not learnt is none', () => {
  const rare = codingOf([{ tokens: ['to', 'to', 'Rome'], tags: ['O', 'O', 'B-End'] }], 2);
  const { ids, tags } = encodeSentence(rare, {
    tokens: ['to', 'Home', 'bus'],
    tags: ['O', 'B-End', 'B-Bus'],
  });
  expect(ids.map((id) => rare.vocabulary.tokens[id])).toEqual(['to', 'Xx~me', '<unk>']);
  expect(tags).toEqual([0, 1, -1]);
});
