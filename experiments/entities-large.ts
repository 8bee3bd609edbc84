/**
 * Taggers on corpora of thousands of sentences, one seed: to see the size of the figures, not to
 * compare taggers.
 */
import { disposeParams, makeRng, type Params } from '../src/core/index.js';
import { loadPartsOfSpeech } from '../src/data/brown.js';
import { loadSilverNames } from '../src/data/silver-names.js';
import type { TaggedCorpus, TaggedSentence } from '../src/data/tagged.js';
import { spanF1 } from '../src/metrics/spans.js';
import { labelsOf, mostFrequentTags, percent } from './entities-figures.js';
import { codingOf, predictTags, trainTagger, type TagScorer } from './entities-training.js';
import type { Table } from './experiment.js';

const LONGEST = 20;
const SENTENCES = { train: 2000, heldOut: 500 } as const;
/** A word seen so often is known; a rarer one is its shape. */
const MIN_COUNT = 2;
const TRAINING = { epochs: 4, batchSize: 50, learningRate: 0.02, wordDropout: 0.02 } as const;

/** What is trained, and where from. */
export interface LargeContest {
  /** What learns, by name. */
  readonly scorers: Readonly<Record<string, TagScorer<Params>>>;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Persons and places, marked by rules. */
export async function silverTable(contest: LargeContest): Promise<Table> {
  const corpus = short(loadSilverNames());
  const rows = await rowsOf(corpus, contest, (predicted) => {
    const { precision, recall, f1 } = spanF1(predicted, labelsOf(corpus.heldOut));
    return [precision, recall, f1].map(percent);
  });
  return {
    title: `Silver names, marked by rules: persons and places in ${countsOf(corpus)}, in per cent, one seed`,
    columns: ['tagger', 'precision', 'recall', 'span F1'],
    rows,
  };
}

/** Parts of speech, every token being one. */
export async function partsTable(contest: LargeContest): Promise<Table> {
  const corpus = short(loadPartsOfSpeech());
  const labels = corpus.heldOut.flatMap(({ tags }) => tags);
  const rows = await rowsOf(corpus, contest, (predicted) => {
    const right = predicted.flat().filter((tag, i) => tag === labels[i]);
    return [percent(right.length / labels.length)];
  });
  return {
    title: `Parts of speech, twelve kinds, in ${countsOf(corpus)}: right tokens in per cent, one seed`,
    columns: ['tagger', 'accuracy'],
    rows,
  };
}

async function rowsOf(
  corpus: TaggedCorpus,
  { scorers, seed, say }: LargeContest,
  figures: (predicted: string[][]) => readonly string[],
): Promise<string[][]> {
  const coding = codingOf(corpus.train, MIN_COUNT);
  const rows = [['most frequent tag', ...figures(mostFrequentTags(corpus))]];
  for (const [name, scorer] of Object.entries(scorers)) {
    const training = { ...TRAINING, sentences: corpus.train, coding, scorer };
    const trained = await trainTagger(training, makeRng(seed));
    rows.push([name, ...figures(predictTags(trained, corpus.heldOut))]);
    disposeParams(trained.params);
    say(`${corpus.origin}: ${rows.at(-1)?.join(' ') ?? ''}`);
  }
  return rows;
}

/** Sentences that are quick to train on, from anywhere in the corpus. */
function short({ train, heldOut, origin }: TaggedCorpus): TaggedCorpus {
  const some = (sentences: readonly TaggedSentence[], count: number) =>
    makeRng(1)
      .shuffle(sentences.filter(({ tokens }) => tokens.length <= LONGEST))
      .slice(0, count);
  return { train: some(train, SENTENCES.train), heldOut: some(heldOut, SENTENCES.heldOut), origin };
}

const countsOf = ({ train, heldOut }: TaggedCorpus) =>
  `${heldOut.length} sentences of at most ${LONGEST} tokens, ${train.length} learnt from`;
