import * as tf from '@tensorflow/tfjs-core';
import { countParams, disposeParams, makeRng, type Params } from '../src/core/index.js';
import { loadPartsOfSpeech } from '../src/data/brown.js';
import { loadEntityQuestions } from '../src/data/entities.js';
import { loadSilverNames } from '../src/data/silver-names.js';
import type { TaggedCorpus, TaggedSentence } from '../src/data/tagged.js';
import { bidirectional } from '../src/layers/bidirectional.js';
import { canFuse, fusedLstm } from '../src/layers/lstm-fused.js';
import { lstm } from '../src/layers/lstm.js';
import { spanF1 } from '../src/metrics/spans.js';
import { mostFrequentTag, tagByCounts } from '../src/models/most-frequent-tag.js';
import {
  codingOf,
  layerScorer,
  predictTags,
  taggedShares,
  trainTagger,
  windowScorer,
  type Coding,
  type TaggerTraining,
  type TagScorer,
} from './entities-training.js';
import { summary, type Experiment, type Table } from './experiment.js';

/**
 * How taggers learn the questions. Chosen by four-fold cross-validation on the 100 questions to learn from, with the same models in
 * PyTorch, one or two seeds; the 106 held-out ones had no part in it. F1 there, in per cent: windows of 5 and 7 tokens 90 and 91,
 * lstm 90, bidirectional 91.5; with 30 passes 88, with one batch a pass 89, with half the width and units in 40 passes 86.
 */
export const QUESTION_TRAINING = {
  epochs: 60,
  batchSize: 50,
  learningRate: 0.03,
  wordDropout: 0.2,
} as const;
/** A word seen so often is known; a rarer one is its shape. */
const MIN_COUNT = 1;

/** The fast form where the backend has it; a test proves that both forms agree. */
const layer = () => (canFuse() ? fusedLstm : lstm);
const SIZES = { width: 32, hiddenSize: 32 } as const;

/** The taggers that learn weights. */
export const scorers = {
  window: () => windowScorer(3, SIZES),
  lstm: () => layerScorer(layer(), SIZES),
  bidirectional: () => layerScorer(bidirectional(layer()), SIZES),
} as const;

/** Places to which a batch is padded far: twice the longest question. */
const FAR = 38;

/** Silver names and parts of speech, on short sentences, one seed: to see the size of the figures, not to compare taggers. */
const LARGE = {
  longest: 20,
  train: 2000,
  heldOut: 500,
  minCount: 2,
  training: { epochs: 4, batchSize: 50, learningRate: 0.02, wordDropout: 0.02 },
} as const;

type Say = (line: string) => void;

interface Contest {
  readonly corpus: TaggedCorpus;
  readonly coding: Coding;
  readonly seeds: readonly number[];
  readonly say: Say;
}

/** What one tagger does on held-out questions, as shares. */
interface Outcome {
  readonly f1: number;
  /** Accuracy on tokens, and on all places of questions padded far. */
  readonly tokens: number;
  readonly places: number;
  readonly weights: number;
}

/** Taggers on questions marked by hand, what a padding mask does, and the same on silver names and parts of speech. */
export const entities: Experiment = {
  name: 'entities',
  about: 'named entities found by taggers, with a padding mask and without; parts of speech',
  async run(seeds, say) {
    const corpus = loadEntityQuestions();
    const contest = { corpus, coding: codingOf(corpus.train, MIN_COUNT), seeds, say };
    const counted = spanF1(mostFrequentTags(corpus), labelsOf(corpus.heldOut)).f1;
    const window = await outcomes(contest, 'window', scorers.window());
    const oneWay = await outcomes(contest, 'lstm', scorers.lstm());
    const bothWays = await outcomes(contest, 'bidirectional', scorers.bidirectional());
    const all = { window, lstm: oneWay, bidirectional: bothWays };
    return [
      scoreTable(counted, all),
      differenceTable({ 'most frequent tag': seeds.map(() => counted), ...f1Of(all) }),
      await paddingTable(contest, bothWays),
      await silverTable(seeds[0] ?? 1, say),
      await partsTable(seeds[0] ?? 1, say),
    ];
  },
};

/** Trains a scorer once a seed on the questions, in a way that may differ from the usual one. */
async function outcomes(
  { corpus: { train, heldOut }, coding, seeds, say }: Contest,
  name: string,
  scorer: TagScorer<Params>,
  way: Pick<TaggerTraining<Params>, 'maskOf' | 'length'> = {},
): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const seed of seeds) {
    const training = { ...QUESTION_TRAINING, ...way, sentences: train, coding, scorer };
    const trained = await trainTagger(training, makeRng(seed));
    const { f1 } = spanF1(predictTags(trained, heldOut), labelsOf(heldOut));
    const shares = taggedShares(trained, heldOut, FAR);
    all.push({ f1, ...shares, weights: countParams(trained.params) });
    disposeParams(trained.params);
    say(`${name}, seed ${seed}: F1 ${percent(f1)}`);
  }
  return all;
}

function scoreTable(counted: number, all: Readonly<Record<string, readonly Outcome[]>>): Table {
  return {
    title: 'How many entities of the held-out questions are found? Span F1 in per cent, over seeds',
    columns: ['tagger', 'weights', 'mean', 'spread', 'least', 'most'],
    rows: [
      ['most frequent tag', 'none', percent(counted), '', '', ''],
      ...Object.entries(all).map(([name, outcome]) => {
        const { mean, spread, least, most } = summary(outcome.map(({ f1 }) => f1));
        return [name, String(outcome[0]?.weights), ...[mean, spread, least, most].map(percent)];
      }),
    ],
  };
}

/** Each seed is compared with the same seed, and the worst of one with the best of the other. */
function differenceTable(f1: Readonly<Record<string, readonly number[]>>): Table {
  const pairs = [
    ['bidirectional', 'most frequent tag'],
    ['bidirectional', 'window'],
    ['bidirectional', 'lstm'],
    ['lstm', 'window'],
  ] as const;
  return {
    title: 'By how much more? Differences of F1 in points, each seed against the same one',
    columns: [
      'tagger',
      'less',
      'mean',
      'spread',
      'worst seed of the first less best of the second',
    ],
    rows: pairs.map(([first, second]) => {
      const [a, b] = [f1[first] ?? [], f1[second] ?? []];
      const { mean, spread } = summary(a.map((one, i) => one - (b[i] ?? NaN)));
      const worst = Math.min(...a) - Math.max(...b);
      return [first, second, percent(mean), percent(spread), percent(worst)];
    }),
  };
}

/** What padding does where no mask takes it out: of the loss, and of the accuracy. */
async function paddingTable(contest: Contest, masked: readonly Outcome[]): Promise<Table> {
  const maskOf = (ids: tf.Tensor2D) => tf.ones<tf.Rank.R2>(ids.shape);
  const scorer = scorers.bidirectional();
  const near = await outcomes(contest, 'loss over padding too', scorer, { maskOf });
  const far = await outcomes(contest, 'and padded far', scorer, { maskOf, length: FAR });
  const tags = contest.corpus.heldOut.flatMap((one) => one.tags);
  const outside = tags.filter((tag) => tag === 'O').length;
  const places = contest.corpus.heldOut.length * FAR;
  const onlyO = [1 - (tags.length - outside) / places, outside / tags.length, 0];
  const row = (name: string, all: readonly Outcome[]) => {
    const [counted, real, f1] = [all.map((one) => one.places), all.map((one) => one.tokens), all.map((one) => one.f1)].map(summary); // prettier-ignore
    return [name, ...[counted?.mean, real?.mean, f1?.mean, f1?.spread].map(percent)];
  };
  return {
    title: `What does the mask change? The bidirectional tagger on held-out questions padded to ${FAR} places, in per cent`,
    columns: ['tagger', 'accuracy, padding counted', 'accuracy, masked', 'span F1', 'spread of F1'],
    rows: [
      ['says O everywhere', ...onlyO.map(percent), ''],
      row('loss masked', masked),
      row('loss over padding too', near),
      row(`loss over padding too, padded to ${FAR} places`, far),
    ],
  };
}

async function silverTable(seed: number, say: Say): Promise<Table> {
  const corpus = short(loadSilverNames());
  const rows = await largeRows(corpus, seed, say, (predicted) => {
    const { precision, recall, f1 } = spanF1(predicted, labelsOf(corpus.heldOut));
    return [precision, recall, f1].map(percent);
  });
  return {
    title: `Silver names, marked by rules: persons and places in ${countsOf(corpus)}, in per cent, one seed`,
    columns: ['tagger', 'precision', 'recall', 'span F1'],
    rows,
  };
}

async function partsTable(seed: number, say: Say): Promise<Table> {
  const corpus = short(loadPartsOfSpeech());
  const labels = corpus.heldOut.flatMap(({ tags }) => tags);
  const rows = await largeRows(corpus, seed, say, (predicted) => {
    const right = predicted.flat().filter((tag, i) => tag === labels[i]);
    return [percent(right.length / labels.length)];
  });
  return {
    title: `Parts of speech, twelve kinds, in ${countsOf(corpus)}: right tokens in per cent, one seed`,
    columns: ['tagger', 'accuracy'],
    rows,
  };
}

async function largeRows(
  corpus: TaggedCorpus,
  seed: number,
  say: Say,
  figures: (predicted: string[][]) => readonly string[],
): Promise<string[][]> {
  const coding = codingOf(corpus.train, LARGE.minCount);
  const rows = [['most frequent tag', ...figures(mostFrequentTags(corpus))]];
  for (const name of ['window', 'bidirectional'] as const) {
    const training = { ...LARGE.training, sentences: corpus.train, coding };
    const trained = await trainTagger<Params>(
      { ...training, scorer: scorers[name]() },
      makeRng(seed),
    );
    rows.push([name, ...figures(predictTags(trained, corpus.heldOut))]);
    disposeParams(trained.params);
    say(`${corpus.origin}: ${rows.at(-1)?.join(' ') ?? ''}`);
  }
  return rows;
}

/** Sentences that are quick to train on, from anywhere in the corpus. */
function short({ train, heldOut, origin }: TaggedCorpus): TaggedCorpus {
  const some = (sentences: readonly TaggedSentence[], count: number) =>
    makeRng(1).shuffle(sentences.filter(({ tokens }) => tokens.length <= LARGE.longest)).slice(0, count); // prettier-ignore
  return { train: some(train, LARGE.train), heldOut: some(heldOut, LARGE.heldOut), origin };
}

function mostFrequentTags({ train, heldOut }: TaggedCorpus): string[][] {
  const model = mostFrequentTag(train);
  return heldOut.map(({ tokens }) => tagByCounts(model, tokens));
}

const labelsOf = (sentences: readonly TaggedSentence[]) => sentences.map(({ tags }) => tags);
const countsOf = ({ train, heldOut }: TaggedCorpus) =>
  `${heldOut.length} sentences of at most ${LARGE.longest} tokens, ${train.length} learnt from`;
const percent = (share: number | undefined) => (100 * (share ?? NaN)).toFixed(1);

function f1Of(
  all: Readonly<Record<string, readonly Outcome[]>>,
): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(all).map(([name, some]) => [name, some.map(({ f1 }) => f1)]),
  );
}
