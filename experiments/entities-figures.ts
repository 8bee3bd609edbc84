/** What the tables of the experiment `entities` share. */
import type { TaggedCorpus, TaggedSentence } from '../src/data/tagged.js';
import { mostFrequentTag, tagByCounts } from '../src/models/most-frequent-tag.js';

/** The true tags of each sentence. */
export const labelsOf = (sentences: readonly TaggedSentence[]) => sentences.map(({ tags }) => tags);

/** A share as a table shows it; nothing where there is none, as with the spread of one seed. */
export const percent = (share: number | undefined) =>
  share === undefined ? '' : (100 * share).toFixed(1);

/** Tags of the held-out sentences by the one rule that looks at no neighbour. */
export function mostFrequentTags({ train, heldOut }: TaggedCorpus): string[][] {
  const model = mostFrequentTag(train);
  return heldOut.map(({ tokens }) => tagByCounts(model, tokens));
}
