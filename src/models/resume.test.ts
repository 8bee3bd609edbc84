/**
 * Language models of the gated layers are stopped in the midst of a pass, and go on from what is on
 * disk.
 */
import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { flattenParams, makeRng, type Params } from '../core/index.js';
import { gru } from '../layers/gru.js';
import { lstm } from '../layers/lstm.js';
import type { Recurrent } from '../layers/recurrent.js';
import { stacked } from '../layers/stacked.js';
import { batchLines, type LineBatch } from '../text/batch-lines.js';
import { batches } from '../text/batches.js';
import { characters, words } from '../text/tokens.js';
import { characterVocabulary, encode, wordVocabulary } from '../text/vocabulary.js';
import { clipByGlobalNorm } from '../train/clipping.js';
import { sequenceLoss } from '../train/losses.js';
import { adam } from '../train/optimizers.js';
import { trainingLoop } from '../train/training-loop.js';
import type { CheckpointOptions } from '../train/training-task.js';
import { languageModel } from './language-model.js';
import { readRows } from './model.js';
import type { TokenModelParams } from './token-model.js';

const sentences = [
  'Call me Ishmael.',
  'Who ain’t a slave?',
  'Better sleep with a sober cannibal than a drunken Christian.',
  'I know not all that may be coming.',
  'It is not down on any map.',
];
const letters = characterVocabulary(sentences.join(''));
const known = wordVocabulary(sentences.map(words), { minCount: 2 });
const texts = {
  characters: {
    lines: sentences.map((one) => encode(letters, characters(one)).slice(0, 13)),
    vocabularySize: letters.tokens.length,
  },
  words: {
    lines: sentences.map((one) => encode(known, words(one))),
    vocabularySize: known.tokens.length,
  },
};
type Text = (typeof texts)['words'];

/** A whole run, or one that is stopped after some steps, of a model on a layer. */
function trainer<P extends Params, S extends Params>(
  layer: Recurrent<P, S>,
  { lines, vocabularySize }: Text,
) {
  const model = languageModel({ vocabularySize, width: 3, hiddenSize: 5 }, { layer });
  const params = model.init(makeRng(5));
  /**
   * Reads each line in two parts; what the layer remembers of the first, of whatever form, goes on
   * into the second.
   */
  const loss = (p: TokenModelParams<P>, { inputs, targets, mask }: LineBatch) => {
    const [B, T] = inputs.shape;
    const half = Math.floor(T / 2);
    const early = readRows(model, p, tf.slice(inputs, [0, 0], [B, half]));
    const late = model.read(p, tf.slice(inputs, [0, half], [B, T - half]), early.state);
    const logits = tf.concat<tf.Tensor3D>([early.logits, late.logits], 1);
    return sequenceLoss(logits, targets, mask);
  };
  return async (more: { checkpoints?: CheckpointOptions; stopAfter?: number } = {}) => {
    const { stopAfter, checkpoints } = more;
    const stop = new AbortController();
    const trained = await trainingLoop(
      {
        params,
        steps: 13,
        optimizer: adam({ learningRate: 0.03 }),
        clip: (g) => clipByGlobalNorm(g, 0.5),
        task: {
          *batches(chance) {
            for (const some of batches(lines, 2, chance)) yield batchLines(some);
          },
          loss,
        },
        onEvent: (event) => {
          if (event.kind !== 'eager' && event.step === stopAfter) stop.abort(new Error('stopped'));
        },
        signal: stop.signal,
        ...(checkpoints === undefined ? {} : { checkpoints }),
      },
      makeRng(3),
    );
    const leaves = Object.entries(flattenParams(trained.params));
    return Object.fromEntries(leaves.map(([path, leaf]) => [path, Array.from(leaf.dataSync())]));
  };
}

const runs = [
  ['a GRU over characters', trainer(gru, texts.characters)],
  ['a GRU over words', trainer(gru, texts.words)],
  ['an LSTM, whose state is a pair, over characters', trainer(lstm, texts.characters)],
  ['an LSTM over words', trainer(lstm, texts.words)],
  ['a stack of GRUs over characters', trainer(stacked([gru, gru]), texts.characters)],
] as const;

test.each(runs)('%s that is stopped halfway ends in the same weights', async (_, train) => {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-resume-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const checkpoints = { path: join(folder, 'run.safetensors'), every: 100, resume: true };
  await expect(train({ checkpoints, stopAfter: 7 })).rejects.toThrow('stopped');
  const resumed = await train({ checkpoints });
  const whole = await train();
  expect(Object.keys(whole).length).toBeGreaterThan(5);
  expect(resumed).toEqual(whole);
});
