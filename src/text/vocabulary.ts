import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../core/index.js';
import { characters } from './tokens.js';

/** Id of padding in every vocabulary: it fills a batch and is never a token. */
export const PADDING = 0;

/** Id of every word that a word vocabulary does not know. */
export const UNKNOWN = 1;

const PADDING_TOKEN = '<pad>';
const UNKNOWN_TOKEN = '<unk>';

/** Tokens by id and ids by token. */
export interface Vocabulary {
  /** Token of each id; a model over this vocabulary has V = tokens.length. */
  readonly tokens: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
}

/** Which words a vocabulary takes in. */
export interface VocabularyOptions {
  /** Words seen less often are unknown. Default 1. */
  readonly minCount?: number;
  /**
   * At most so many tokens, padding and unknown among them; the most frequent stay. Default: no
   * limit.
   */
  readonly maxSize?: number;
}

/**
 * Makes a vocabulary of words: id 0 is padding, 1 is every unknown word, then words from the most
 * to the least frequent (words of equal frequency in the order of their code units, so that the
 * same texts give the same ids).
 *
 * @param texts each a list of words
 * @throws InputError if minCount is not a whole number from 1, or maxSize not one from 2
 */
export function wordVocabulary(
  texts: Iterable<readonly string[]>,
  options: VocabularyOptions = {},
): Vocabulary {
  const { minCount = 1, maxSize = Infinity } = options;
  checkLimit('wordVocabulary minCount', minCount, 1);
  checkLimit('wordVocabulary maxSize', maxSize, 2);
  const frequent = [...counted(texts)]
    .filter(([token, count]) => count >= minCount && !isReserved(token))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([token]) => token);
  return vocabularyOf([PADDING_TOKEN, UNKNOWN_TOKEN, ...frequent].slice(0, maxSize));
}

/**
 * Makes a vocabulary of characters: id 0 is padding, then every character of the text in the order
 * of its code point. There is no unknown: a character model must know what it reads and writes.
 *
 * @param text the characters to know
 */
export function characterVocabulary(text: string): Vocabulary {
  const sorted = [...new Set(characters(text))].sort(
    (a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0),
  );
  return vocabularyOf([PADDING_TOKEN, ...sorted]);
}

/**
 * Makes a vocabulary from its tokens in the order of their ids, as a checkpoint stores them.
 *
 * @throws InputError if the first is not padding, or a token occurs twice
 */
export function vocabularyOf(tokens: readonly string[]): Vocabulary {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const twice = tokens.find((token, id) => ids.get(token) !== id);
  if (tokens[PADDING] !== PADDING_TOKEN || twice !== undefined)
    throw new InputError(
      wrongInput(
        'vocabularyOf tokens',
        `${PADDING_TOKEN} first, and each token once`,
        twice === undefined ? `${quoted(tokens[PADDING])} first` : `${quoted(twice)} twice`,
        'Pass the tokens of a vocabulary made by this library.',
      ),
    );
  return { tokens, ids };
}

/**
 * Turns tokens into ids. A word that the vocabulary lacks becomes UNKNOWN.
 *
 * @param vocabulary of words or of characters
 * @param tokens made by the tokenizer that the vocabulary was built with
 * @returns as many ids as tokens
 * @throws InputError if the vocabulary has no id for unknown and lacks a token
 */
export function encode(vocabulary: Vocabulary, tokens: readonly string[]): number[] {
  const { ids } = vocabulary;
  return idsOf('encode tokens', tokens, ids, ids.get(UNKNOWN_TOKEN));
}

/**
 * Turns a line into what a character model reads: the id of each character, then that of the token
 * that ends a line. Ids count the tokens of the vocabulary from 0.
 *
 *   lineToTensor('aha', ['<pad>', '\n', 'a', 'h'], '\n')  ->  [2, 3, 2, 1]
 *
 * A character is a Unicode code point after composition (NFC), as in `characters`: `é` is one
 * however it was typed, and so is `🐋`, which a string counts as two. One that is no token of the
 * vocabulary, such as a letter the text never had, throws an InputError: id 0 is padding, and an
 * unknown character that came out as 0 would vanish without a word.
 *
 * @param line a line without its end; the empty line is its end alone
 * @param tokens of the vocabulary, in the order of their ids
 * @param end the token that ends a line, one of the tokens
 * @returns ids, int32, [T], T = number of characters + 1
 * @throws InputError if the end is no token of the vocabulary
 */
export function lineToTensor(line: string, tokens: readonly string[], end: string): tf.Tensor1D {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const read = [...Array.from(line.normalize('NFC')), end];
  return tf.tensor1d(idsOf('lineToTensor line', read, idOf), 'int32');
}

/**
 * Turns ids into tokens; padding is left out.
 *
 * @param vocabulary the ids were encoded with
 * @param ids whole numbers in [0, V)
 * @returns the tokens in order
 * @throws InputError if an id is outside the vocabulary
 */
export function decode(vocabulary: Vocabulary, ids: Iterable<number>): string[] {
  return Array.from(ids, (id, place) => {
    const token = vocabulary.tokens[id];
    if (token !== undefined) return id === PADDING ? [] : [token];
    throw new InputError(
      wrongInput(
        'decode ids',
        `whole numbers from 0 to ${vocabulary.tokens.length - 1}`,
        `${id} at place ${place}`,
        'Decode with the vocabulary that the model was made for.',
      ),
    );
  }).flat();
}

/** The id of each token; one without an id is `unknown`, or refused where nothing is. */
function idsOf(
  what: string,
  tokens: readonly string[],
  ids: ReadonlyMap<string, number>,
  unknown?: number,
): number[] {
  return tokens.map((token, place) => {
    const id = ids.get(token) ?? unknown;
    if (id !== undefined) return id;
    throw new InputError(
      wrongInput(
        what,
        `one of the ${ids.size} tokens of the vocabulary`,
        `${JSON.stringify(token)} at place ${place}`,
        'Leave it out, or build the vocabulary from a text that has it.',
      ),
    );
  });
}

function counted(texts: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const token of text) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

function isReserved(token: string): boolean {
  return token === PADDING_TOKEN || token === UNKNOWN_TOKEN;
}

function checkLimit(what: string, limit: number, least: number): void {
  if (limit >= least && (Number.isInteger(limit) || limit === Infinity)) return;
  throw new InputError(
    wrongInput(what, `a whole number from ${least}`, String(limit), `Pass ${least} or more.`),
  );
}

function quoted(token: string | undefined): string {
  return token === undefined ? 'nothing' : JSON.stringify(token);
}
