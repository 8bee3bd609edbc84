import { ngramModel } from '../src/models/ngram-model.js';
import { characters } from '../src/text/tokens.js';
import { characterVocabulary, encode, UNKNOWN, wordVocabulary } from '../src/text/vocabulary.js';
import { spreadLines, type LineOptions, type ProseParts, type ProseTokens } from './prose-text.js';

/** Which words a model knows. */
export interface WordOptions extends LineOptions {
  /** Words seen less often are unknown. */
  readonly minCount: number;
}

/**
 * Cuts a text into words that, joined, are the text again: case is kept, and the blank before a
 * word is a part of it, so that bits per character count what a character model has to foresee too.
 *
 *   spelledWords('Call me  Ishmael.')  ->  'Call', ' me', ' ', ' Ishmael', '.'
 */
export function spelledWords(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .match(/ ?[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}]+)*| ?[^\s\p{L}\p{M}\p{N}_]|\s/gu) ?? []
  );
}

/**
 * The book by words. A word that the model does not know costs what the model gives to "an unknown
 * word", and its spelling besides, so that its characters are paid for like all others.
 */
export function proseWords(
  parts: ProseParts,
  { length, lines, judgedBy = 'heldOut', minCount }: WordOptions,
): ProseTokens {
  const train = spelledWords(parts.train);
  const vocabulary = wordVocabulary([train], { minCount });
  const ids = encode(vocabulary, train);
  const rare = train.filter((_, i) => ids[i] === UNKNOWN);
  const spell = speller(rare, parts.train + parts.validation + parts.heldOut);
  const judged = spreadLines(spelledWords(parts[judgedBy]), length, lines);
  return {
    vocabularySize: vocabulary.tokens.length,
    train: ids,
    length,
    lines: judged.map((line) => {
      const foreseen = line.slice(1);
      const unknown = foreseen.filter((word) => !vocabulary.ids.has(word));
      return {
        ids: encode(vocabulary, line),
        text: foreseen.join(''),
        spelling: unknown.reduce((nats, word) => nats + spell(word), 0),
      };
    }),
  };
}

/**
 * Gives the nats that the spelling of a word costs, its end included, by the two characters before
 * each one: counts of the rare words of the text to learn from, since unknown words are like them.
 */
export function speller(rare: readonly string[], alphabet: string): (word: string) => number {
  const vocabulary = characterVocabulary(`${alphabet}\n`);
  const idsOf = (word: string) => encode(vocabulary, characters(`\n${word}\n`));
  const model = ngramModel(rare.map(idsOf), {
    order: 3,
    vocabularySize: vocabulary.tokens.length,
    k: 0.1,
  });
  return (word) => {
    const ids = idsOf(word);
    return model.loss([ids]) * (ids.length - 1);
  };
}
