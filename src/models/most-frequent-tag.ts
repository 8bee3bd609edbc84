import { InputError, wrongInput } from '../core/index.js';

/** Tokens with their tags, as many of both. */
export interface TaggedTokens {
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
}

/** What has been counted: one tag for each token, whatever stands beside it. */
export interface MostFrequentTag {
  readonly ofToken: ReadonlyMap<string, string>;
  /** For tokens that were never seen. */
  readonly ofUnknown: string;
}

/**
 * Counts which tag each token has most often: what can be known of a token without its neighbours.
 * A token never seen gets the tag that those seen only once have most often, since these are the
 * nearest to it. Of tags equally frequent the first seen wins.
 *
 * Source: Jurafsky and Martin, "Speech and Language Processing", 3rd edition, section 17.2, "most
 * frequent class baseline"; Brants 2000, "TnT", for what unknown words resemble.
 *
 * @param sentences to count
 * @returns a tag for each token, and one for any other
 * @throws InputError if there is no token
 */
export function mostFrequentTag(sentences: readonly TaggedTokens[]): MostFrequentTag {
  const counts = new Map<string, Map<string, number>>();
  const all = new Map<string, number>();
  for (const { tokens, tags } of sentences)
    tokens.forEach((token, t) => {
      const ofToken = counts.get(token) ?? new Map<string, number>();
      counts.set(token, addOne(ofToken, tags[t] ?? ''));
      addOne(all, tags[t] ?? '');
    });
  if (all.size === 0) throw new InputError(noToken());
  const once = new Map<string, number>();
  for (const ofToken of counts.values()) {
    const [[tag, count] = ['', 0], ...others] = [...ofToken];
    if (count === 1 && others.length === 0) addOne(once, tag);
  }
  return {
    ofToken: new Map([...counts].map(([token, ofToken]) => [token, mostFrequent(ofToken)])),
    ofUnknown: mostFrequent(once.size === 0 ? all : once),
  };
}

/** Tags tokens by what was counted of each. */
export function tagByCounts(model: MostFrequentTag, tokens: readonly string[]): string[] {
  return tokens.map((token) => model.ofToken.get(token) ?? model.ofUnknown);
}

function addOne(counts: Map<string, number>, tag: string): Map<string, number> {
  return counts.set(tag, (counts.get(tag) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  const [first = ['', 0] as const, ...others] = counts;
  return others.reduce((best, one) => (one[1] > best[1] ? one : best), first)[0];
}

const noToken = () =>
  wrongInput(
    'mostFrequentTag sentences',
    'at least one token',
    'none',
    'Pass what is to be counted.',
  );
