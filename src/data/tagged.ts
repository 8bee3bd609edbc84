import type { Split } from './split.js';

/** A sentence with a tag for each of its tokens. */
export interface TaggedSentence {
  readonly tokens: readonly string[];
  /** As many as tokens: parts of speech (`NOUN`), or names in BIO (`B-PER`, `I-PER`, `O`). */
  readonly tags: readonly string[];
}

/** Tagged sentences to learn from, and others to judge by. */
export interface TaggedCorpus extends Split<TaggedSentence> {
  /** For people: where they are from. */
  readonly origin: string;
}
