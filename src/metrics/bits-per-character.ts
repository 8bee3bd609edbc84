import { InputError, wrongInput } from '../core/index.js';

/**
 * Bits that a language model needs for each character of a text. Models of characters, of words and
 * of pieces of words stand on this one scale where their tokens spell the same text, blanks and
 * line ends included; perplexity per token is no such scale, as a long token says more.
 *
 *   bits = sum of the surprises in nats / ln 2 / number of characters in the tokens
 *
 * A character is a Unicode code point, so an emoji is one. The token `<pad>` fills a batch: neither
 * its surprise nor its letters count, whatever stands there. Other tokens in angle brackets, such
 * as `</s>`, are markers and no part of the text: they have no characters, yet the model had to
 * foresee them, so their surprise counts.
 *
 *   bitsPerCharacter([2.0794, 0.6931], ['aha', '\n'])  ->  1, which is 4 bits for 4 characters
 *
 * @param nats surprise at each token, -ln of the probability that the model gave it
 * @param tokens the tokens themselves, in the order of their surprises
 * @returns bits per character, from 0; Infinity where a token was impossible
 * @throws InputError if there are not as many surprises as tokens, if one is below 0 or NaN, if no
 *   token has a character, or if one is `<unk>`: of a word that is not named, nobody can count the
 *   characters
 */
export function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
  check(nats, tokens);
  let total = 0;
  let characters = 0;
  for (const [i, token] of tokens.entries()) {
    if (token === '<pad>') continue;
    total += nats[i] ?? NaN;
    if (!/^<[^\s<>]+>$/u.test(token)) characters += Array.from(token).length;
  }
  if (characters === 0) throw new InputError(noCharacters());
  return total / Math.LN2 / characters;
}

/** Refuses what has no bits per character. */
function check(nats: readonly number[], tokens: readonly string[]): void {
  const unknown = tokens.indexOf('<unk>');
  const wrong = nats.findIndex((surprise, i) => tokens[i] !== '<pad>' && !(surprise >= 0));
  if (nats.length !== tokens.length) throw new InputError(notPaired(nats.length, tokens.length));
  if (unknown >= 0) throw new InputError(unknownWord(unknown));
  if (wrong >= 0) throw new InputError(noSurprise(nats[wrong] ?? NaN, wrong));
}

const notPaired = (surprises: number, tokens: number) =>
  wrongInput(
    'bitsPerCharacter nats',
    'one surprise for each token',
    `${String(surprises)} for ${String(tokens)} tokens`,
    'Pass both for the same places, or leave padding out of both.',
  );

const unknownWord = (place: number) =>
  wrongInput(
    'bitsPerCharacter tokens',
    'tokens that spell their text',
    `"<unk>" at place ${String(place)}`,
    'Pass the word itself, with the nats of its spelling, or compare on a text without unknown words.',
  );

const noSurprise = (surprise: number, place: number) =>
  wrongInput(
    'bitsPerCharacter nats',
    'surprises of 0 or more',
    `${String(surprise)} at place ${String(place)}`,
    'Pass -log p of each token, not log p.',
  );

const noCharacters = () =>
  wrongInput(
    'bitsPerCharacter tokens',
    'at least one character',
    'none',
    'Leave out batches without text.',
  );
