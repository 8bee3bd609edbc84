import * as tf from '@tensorflow/tfjs-core';
import { countParams, disposeParams, makeRng, type Params } from '../src/core/index.js';
import { loadEntityQuestions } from '../src/data/entities.js';
import type { TaggedCorpus } from '../src/data/tagged.js';
import { bidirectional } from '../src/layers/bidirectional.js';
import { lstm } from '../src/layers/lstm.js';
import { spanF1 } from '../src/metrics/spans.js';
import { labelsOf, mostFrequentTags, percent } from './entities-figures.js';
import { partsTable, silverTable } from './entities-large.js';
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
 * How taggers learn the questions. Chosen by four-fold cross-validation on the 100 questions to
 * learn from, parted in four ways, with the same models in PyTorch; the 106 held-out ones had no
 * part in it. F1 there, in per cent, with its spread:
 *
 *   bidirectional 91.4 +- 1.9
 *   windows of 3, 5, 7 and 9 tokens 83.9 +- 2.0, 88.7 +- 1.3, 88.2 +- 1.5 and 88.0 +- 1.3
 *
 * With 30 % of embeddings and outputs dropped:
 *
 *   bidirectional 90.9 +- 1.3
 *   windows of 5 and 7 tokens 90.1 +- 0.9 and 89.2 +- 2.5
 *
 * Other first weights moved the windows of 5 and 7 tokens by 1. At its best the bidirectional one
 * is 1.2 +- 1.2 ahead of the best window, which is no more than the spread. All learn in the same
 * way.
 */
const QUESTION_TRAINING = {
  epochs: 60,
  batchSize: 50,
  learningRate: 0.03,
  wordDropout: 0.2,
} as const;

const SIZES = { width: 32, hiddenSize: 32 } as const;

/**
 * The taggers that learn weights: windows by how far they see, which somebody had to choose, and
 * layers that find it out.
 */
const contestants = {
  'window of 3 tokens': windowScorer(1, SIZES),
  'window of 5 tokens': windowScorer(2, SIZES),
  'window of 7 tokens': windowScorer(3, SIZES),
  lstm: layerScorer(lstm, SIZES),
  'bidirectional lstm': layerScorer(bidirectional(lstm), SIZES),
} as const;
const BOTH_WAYS = 'bidirectional lstm';
const FAR_SIGHTED = 'window of 7 tokens';
const FOR_LARGE = {
  [FAR_SIGHTED]: contestants[FAR_SIGHTED],
  [BOTH_WAYS]: contestants[BOTH_WAYS],
};
const COUNTED = 'most frequent tag';

/** Places to which a batch is padded far: twice the longest question. */
const FAR = 38;
/** So many seeds, since steps over padding take as long as others. */
const PADDED_SEEDS = 3;

interface Contest {
  readonly corpus: TaggedCorpus;
  readonly coding: Coding;
  readonly seeds: readonly number[];
  readonly say: (line: string) => void;
}

/** What one tagger does on held-out questions, as shares. */
interface Outcome {
  readonly f1: number;
  /** Accuracy on tokens, and on all places of questions padded far. */
  readonly tokens: number;
  readonly places: number;
  readonly weights: number;
}

type Outcomes = ReadonlyMap<string, readonly Outcome[]>;

/**
 * Taggers on questions marked by hand, what a padding mask does, and the same on silver names and
 * parts of speech.
 */
export const entities: Experiment = {
  name: 'entities',
  about: 'named entities found by taggers, with a padding mask and without; parts of speech',
  async run(seeds, say) {
    const corpus = loadEntityQuestions();
    const contest = { corpus, coding: codingOf(corpus.train), seeds, say };
    const counted = spanF1(mostFrequentTags(corpus), labelsOf(corpus.heldOut)).f1;
    const all = new Map<string, readonly Outcome[]>();
    for (const [name, scorer] of Object.entries<TagScorer<Params>>(contestants))
      all.set(name, await outcomes(contest, name, scorer));
    const large = { scorers: FOR_LARGE, seed: seeds[0] ?? 1, say };
    return [
      scoreTable(counted, all),
      differenceTable(counted, all),
      await paddingTable(contest, all.get(BOTH_WAYS) ?? []),
      await silverTable(large),
      await partsTable(large),
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

function scoreTable(counted: number, all: Outcomes): Table {
  return {
    title: 'How many entities of the held-out questions are found? Span F1 in per cent, over seeds',
    columns: ['tagger', 'weights', 'mean', 'spread', 'least', 'most'],
    rows: [
      [COUNTED, 'none', percent(counted), '', '', ''],
      ...[...all].map(([name, outcome]) => {
        const { mean, spread, least, most } = summary(outcome.map(({ f1 }) => f1));
        return [name, String(outcome[0]?.weights), ...[mean, spread, least, most].map(percent)];
      }),
    ],
  };
}

/** Each seed is compared with the same seed, and the worst of one with the best of the other. */
function differenceTable(counted: number, all: Outcomes): Table {
  const f1Of = (name: string) => (all.get(name) ?? []).map(({ f1 }) => f1);
  const a = f1Of(BOTH_WAYS);
  const others = [...all.keys()].filter((name) => name !== BOTH_WAYS);
  const rowOf = (name: string, b: readonly number[]) => {
    const { mean, spread } = summary(a.map((one, i) => one - (b[i] ?? NaN)));
    return [name, ...[mean, spread, Math.min(...a) - Math.max(...b)].map(percent)];
  };
  return {
    title: `By how much more does the ${BOTH_WAYS} find? Differences of F1 in points, each seed against the same one`,
    columns: ['than', 'mean', 'spread', 'its worst seed less the best of the other'],
    rows: [
      rowOf(
        COUNTED,
        a.map(() => counted),
      ),
      ...others.map((name) => rowOf(name, f1Of(name))),
    ],
  };
}

/** What padding does where no mask takes it out: of the loss, and of the accuracy. */
async function paddingTable(all: Contest, masked: readonly Outcome[]): Promise<Table> {
  const contest = { ...all, seeds: all.seeds.slice(0, PADDED_SEEDS) };
  const maskOf = (ids: tf.Tensor2D) => tf.ones<tf.Rank.R2>(ids.shape);
  const scorer = contestants[BOTH_WAYS];
  const near = await outcomes(contest, 'loss over padding too', scorer, { maskOf });
  const far = await outcomes(contest, 'and padded far', scorer, { maskOf, length: FAR });
  const row = (name: string, some: readonly Outcome[]) => {
    const f1 = summary(some.map((one) => one.f1));
    const [counted, real] = [some.map((one) => one.places), some.map((one) => one.tokens)].map(
      summary,
    );
    return [name, ...[counted?.mean, real?.mean, f1.mean, f1.spread].map(percent)];
  };
  return {
    title: `What does the mask change? The bidirectional tagger on held-out questions padded to ${FAR} places, in per cent, over ${contest.seeds.length} seeds`,
    columns: ['tagger', 'accuracy, padding counted', 'accuracy, masked', 'span F1', 'spread of F1'],
    rows: [
      ['says O everywhere', ...sharesOfO(contest.corpus).map(percent), ''],
      row('loss masked', masked.slice(0, PADDED_SEEDS)),
      row('loss over padding too', near),
      row(`loss over padding too, padded to ${FAR} places`, far),
    ],
  };
}

/** Accuracy with padding, accuracy without, and F1 of a tagger that finds nothing. */
function sharesOfO({ heldOut }: TaggedCorpus): number[] {
  const tags = heldOut.flatMap((one) => one.tags);
  const named = tags.filter((tag) => tag !== 'O').length;
  return [1 - named / (heldOut.length * FAR), 1 - named / tags.length, 0];
}
