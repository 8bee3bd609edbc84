/**
 * Training and use of a tagger, as small functions: the experiment `entities` and lesson 03-lstm
 * call the same ones.
 */
import * as tf from '@tensorflow/tfjs-core';
import { disposeParams, tidy, type Params, type Rng } from '../src/core/index.js';
import type { TaggedSentence } from '../src/data/tagged.js';
import { bestTags } from '../src/decode/best-tags.js';
import type { Encoder } from '../src/layers/recurrent.js';
import { maskedAccuracy } from '../src/metrics/masked-accuracy.js';
import { fixedWindow, type FixedWindowParams } from '../src/models/fixed-window.js';
import type { EncoderModel } from '../src/models/model.js';
import { tagger } from '../src/models/tagger.js';
import type { TokenModelParams } from '../src/models/token-model.js';
import { batches } from '../src/text/batches.js';
import { paddingMask } from '../src/layers/mask.js';
import { tagBatch, tagsOf, type TaggedBatch, type TaggedIds } from '../src/text/tagged-batch.js';
import { encode, UNKNOWN, wordVocabulary, type Vocabulary } from '../src/text/vocabulary.js';
import { wordShape } from '../src/text/word-shapes.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { sequenceLoss } from '../src/train/losses.js';
import { adam } from '../src/train/optimizers.js';
import { warmUpThenCosine } from '../src/train/schedules.js';
import { trainingLoop } from '../src/train/training-loop.js';

/** What turns sentences into numbers, made of the sentences to learn from. */
export interface Coding {
  readonly vocabulary: Vocabulary;
  /** Tags in the order of a model's scores, `O` first. */
  readonly tags: readonly string[];
}

/**
 * Words and tags of sentences; a word seen less often than `minCount` is known by its shape alone.
 */
export function codingOf(sentences: readonly TaggedSentence[], minCount = 1): Coding {
  const words = wordVocabulary(
    sentences.map(({ tokens }) => tokens),
    { minCount },
  );
  const seen = sentences.map(({ tokens }) => tokens.map((token) => knownForm(words, token)));
  return { vocabulary: wordVocabulary(seen), tags: tagsOf(sentences) };
}

/** A sentence as numbers; a tag that the coding lacks is -1, which no tagger can say. */
export function encodeSentence({ vocabulary, tags }: Coding, sentence: TaggedSentence): TaggedIds {
  const known = sentence.tokens.map((token) => knownForm(vocabulary, token));
  return {
    ids: encode(vocabulary, known),
    tags: sentence.tags.map((tag) => tags.indexOf(tag)),
  };
}

function knownForm(vocabulary: Vocabulary, token: string): string {
  return vocabulary.ids.has(token) ? token : wordShape(token);
}

/** A model that scores every tag for every token, made for the vocabulary and tags of a coding. */
export type TagScorer<P extends Params> = (coding: Coding) => EncoderModel<P, tf.Tensor3D>;

/** Sizes of a tagger or of what it is compared with. */
export interface TaggerSizes {
  /** Numbers a token is embedded in (D). */
  readonly width: number;
  /** Units of the layer (U); of each half where it reads both ways. */
  readonly hiddenSize: number;
}

/** A tagger on a layer, such as `lstm` or `bidirectional(lstm)`, or one with a student's cell. */
export function layerScorer<P extends Params>(
  layer: Encoder<P>,
  sizes: TaggerSizes,
): TagScorer<TokenModelParams<P>> {
  return (coding) => tagger({ ...sizes, ...countsOf(coding) }, { layer });
}

/** A tagger that sees each token with `reach` tokens on either side, and nothing else. */
export function windowScorer(reach: number, sizes: TaggerSizes): TagScorer<FixedWindowParams> {
  const windowSize = 2 * reach + 1;
  return (coding) => fixedWindow({ ...sizes, windowSize, ahead: reach, ...countsOf(coding) });
}

function countsOf({ vocabulary, tags }: Coding) {
  return { vocabularySize: vocabulary.tokens.length, classes: tags.length };
}

/** What a tagger learns, and how. */
export interface TaggerTask<P extends Params> {
  readonly sentences: readonly TaggedSentence[];
  readonly coding: Coding;
  readonly scorer: TagScorer<P>;
  /** Passes over the sentences. */
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest learning rate of Adam, from which it falls to 0 along half a cosine. */
  readonly learningRate: number;
  /**
   * Probability of a token to be read as unknown while training, so that unknown ones mean
   * something; default 0.
   */
  readonly wordDropout?: number;
  /** Probability of a number of the embeddings and the outputs to be dropped; default 0. */
  readonly dropout?: number;
  /**
   * Which tokens count in the loss; default: all but padding. A mask of ones trains on padding too.
   */
  readonly maskOf?: (ids: tf.Tensor2D) => tf.Tensor2D;
  /** Least time steps of a batch: pads further than needed. */
  readonly length?: number;
}

/** How a tagger is trained. */
export interface TaggerTraining<P extends Params> extends TaggerTask<P> {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: number, steps: number, loss: number) => void;
}

/** A tagger that has learned; its weights are the caller's to dispose of. */
export interface TrainedTagger<P extends Params> {
  readonly coding: Coding;
  readonly scorer: TagScorer<P>;
  readonly params: P;
}

/**
 * What is learned when a tagger is trained: all that `trainingLoop` needs, and a notebook's `fit`.
 *
 * @param rng its seed decides the first weights
 * @returns the task; `params` are the first weights, the caller's to dispose of
 */
export function taggerTask<P extends Params>(training: TaggerTask<P>, rng: Rng) {
  const { sentences, coding, scorer, batchSize, maskOf = paddingMask, dropout } = training;
  const model = scorer(coding);
  const encoded = sentences.map((sentence) => encodeSentence(coding, sentence));
  const steps = training.epochs * Math.ceil(encoded.length / batchSize);
  return {
    params: tidy(() => model.init(rng.split('first weights'))),
    batches: (chance: Rng) => taggedBatches(encoded, training, chance),
    loss: (p: P, { ids, targets }: TaggedBatch, rng: Rng) => {
      const chance = dropout === undefined ? undefined : { rate: dropout, rng };
      return sequenceLoss(model.encode(p, ids, undefined, chance), targets, maskOf(ids));
    },
    optimizer: adam({
      learningRate: warmUpThenCosine({ peak: training.learningRate, warmUp: 0, steps }),
    }),
    clip: (gradients: P) => clipByGlobalNorm(gradients, 1),
    steps,
  };
}

/**
 * Trains a tagger on sentences.
 *
 * @param rng its seed decides first weights, order and dropped words
 * @throws the signal's reason if it aborts
 */
export async function trainTagger<P extends Params>(
  training: TaggerTraining<P>,
  rng: Rng,
): Promise<TrainedTagger<P>> {
  const { coding, scorer, onStep, signal } = training;
  const { batches: tagged, loss, ...run } = taggerTask(training, rng);
  try {
    const { params } = await trainingLoop(
      {
        ...run,
        task: { batches: tagged, loss },
        ...(signal === undefined ? {} : { signal }),
        onEvent: (event) => {
          if (event.kind === 'step') onStep?.(event.step, run.steps, event.loss);
        },
      },
      rng.split('training'),
    );
    return { coding, scorer, params };
  } finally {
    disposeParams(run.params);
  }
}

function* taggedBatches(
  encoded: readonly TaggedIds[],
  {
    batchSize,
    wordDropout = 0,
    length,
  }: Pick<TaggerTask<Params>, 'batchSize' | 'wordDropout' | 'length'>,
  rng: Rng,
): Iterable<TaggedBatch> {
  for (const some of batches(encoded, batchSize, rng))
    yield tagBatch(
      some.map((one) => withoutWords(one, wordDropout, rng)),
      length,
    );
}

function withoutWords({ ids, tags }: TaggedIds, rate: number, rng: Rng): TaggedIds {
  return rate === 0
    ? { ids, tags }
    : { ids: ids.map((id) => (rng.uniform() < rate ? UNKNOWN : id)), tags };
}

/**
 * The share of right tags among the tokens, and among all places of a batch that is padded to a
 * length, where padding is held to have the first tag: the second is what a tagger seems to do if
 * nobody masks.
 *
 * @param length least places of each sentence
 */
export function taggedShares<P extends Params>(
  { coding, scorer, params }: TrainedTagger<P>,
  sentences: readonly TaggedSentence[],
  length: number,
): { readonly tokens: number; readonly places: number } {
  const rows = sentences.map((sentence) => encodeSentence(coding, sentence));
  const [tokens = NaN, places = NaN] = tidy(() => {
    const { ids, targets } = tagBatch(rows, length);
    const logits = scorer(coding).encode(params, ids);
    return [paddingMask(ids), tf.onesLike(ids)].map(
      (mask) => maskedAccuracy(logits, targets, mask).dataSync()[0] ?? NaN,
    );
  });
  return { tokens, places };
}

const SIDE_BY_SIDE = 64;

/**
 * The tags that a trained tagger gives to the tokens of each sentence; true tags are not looked at.
 */
export function predictTags<P extends Params>(
  { coding, scorer, params }: TrainedTagger<P>,
  sentences: readonly { readonly tokens: readonly string[] }[],
): string[][] {
  const model = scorer(coding);
  return batches(sentences, SIDE_BY_SIDE).flatMap((some) => {
    const rows = some.map(({ tokens }) =>
      encodeSentence(coding, { tokens, tags: tokens.map(() => '') }),
    );
    const lengths = rows.map(({ ids }) => ids.length);
    return tidy(() => bestTags(model.encode(params, tagBatch(rows).ids), lengths, coding.tags));
  });
}
