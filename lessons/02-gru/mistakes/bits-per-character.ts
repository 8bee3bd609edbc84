import type { MistakeBank } from '../../../grader/task.js';

/** Places that are not padding: the surprise and the token. */
function real(nats: readonly number[], tokens: readonly string[]) {
  return tokens
    .map((token, i) => ({ token, nats: nats[i] ?? NaN }))
    .filter(({ token }) => token !== '<pad>');
}

const isMarker = (token: string) => /^<[^\s<>]+>$/u.test(token);
const lengthOf = (token: string) => (isMarker(token) ? 0 : Array.from(token).length);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Units of 16 bits that the character there takes. */
const codeUnitsAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** Bits from totals. */
const bits = (nats: number, characters: number) => nats / Math.LN2 / characters;

export const bank: MistakeBank = {
  mistakes: {
    'perplexity-instead': {
      place: 'Take letters that cost nothing, nats of 0. What comes out?',
      probe: 'A text that was foreseen with certainty needs 0 bits. Does yours need 1?',
      cause:
        'This is e to the mean surprise, the perplexity: among how many the model hesitates. Bits are the surprise itself in another unit: no exponential, but a division by ln 2.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => lengthOf(token)));
        return Math.exp(sum(kept.map((each) => each.nats)) / characters);
      },
    },
    'perplexity-per-token': {
      place: 'Take tokens that cost nothing, nats of 0. What comes out?',
      probe: 'A text that was foreseen with certainty needs 0 bits. Does yours need 1?',
      cause:
        'This is the perplexity per token. It grows with the length of the tokens, so it does not compare words with letters. Add up the surprises, turn them into bits, divide by the number of characters.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        return Math.exp(sum(kept.map((each) => each.nats)) / kept.length);
      },
    },
    'per-token': {
      place: 'On single letters all is right. Try tokens of several.',
      probe: "8 bits for 'aha' and '\\n': how many is that for each of the 4 characters?",
      cause:
        'The sum is divided by the number of tokens, so a model of words looks worse the longer its words are. Divide by the number of characters in them.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        return bits(sum(kept.map((each) => each.nats)), kept.length);
      },
    },
    'still-in-nats': {
      place: 'By which factor are you off? Is it the same on every input?',
      probe: 'A choice between two equal letters costs ln 2 = 0.69 nats, which is one bit.',
      cause: 'The result is in nats per character. One bit is ln 2 nats: divide by Math.LN2.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => lengthOf(token)));
        return sum(kept.map((each) => each.nats)) / characters;
      },
    },
    'bytes-for-characters': {
      place: 'Plain letters are right. What is the length of é?',
      probe: 'How many bytes does é take in UTF-8? How many characters is it?',
      cause:
        'These are bits per byte: in UTF-8 an é has two bytes and an emoji four. Array.from(token).length counts characters.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const inBytes = (text: string) => new TextEncoder().encode(text).length;
        const bytes = sum(kept.map(({ token }) => (isMarker(token) ? 0 : inBytes(token))));
        return bits(sum(kept.map((each) => each.nats)), bytes);
      },
    },
    'multiplied-by-ln-2': {
      place: 'By which factor are you off? Is it the same on every input?',
      probe: 'A choice between two equal letters costs 0.69 nats, which is one bit. And in yours?',
      cause:
        'The nats are multiplied by ln 2. A bit is the smaller unit, so the number grows: divide by Math.LN2.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => lengthOf(token)));
        return (sum(kept.map((each) => each.nats)) * Math.LN2) / characters;
      },
    },
    'logarithm-taken-again': {
      place: 'Double all the surprises. Does your result double?',
      probe: 'The surprises are logarithms already. How many logarithms do you take?',
      cause:
        'Math.log2 is taken of the surprises, which are logarithms already. The change from base e to base 2 is a division by ln 2.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => lengthOf(token)));
        return sum(kept.map((each) => Math.log2(each.nats))) / characters;
      },
    },
    'padding-counted': {
      place: 'Without padding all is right. Put one <pad> behind a text.',
      probe: "Change the surprise at '<pad>'. Does your result change?",
      cause:
        'A place of padding counts as if it were text, its surprise above and something below. Skip it altogether.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        return bits(sum(nats), sum(tokens.map(lengthOf)));
      },
    },
    'padding-and-markers-as-text': {
      place: 'Without padding all is right. Put one <pad> behind a text.',
      probe: "How many characters does '<pad>' bring into your count? And '</s>'?",
      cause:
        'The letters of <pad> and </s> are counted, and the surprise at padding too. Padding counts for nothing at all, a marker has a surprise but no characters.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        return bits(sum(nats), sum(tokens.map((token) => Array.from(token).length)));
      },
    },
    'letters-of-padding-counted': {
      place: 'Without padding all is right. Put one <pad> behind a text.',
      probe: "How many characters does '<pad>' bring into your count?",
      cause:
        'The surprise at padding is left out, but its five letters are counted, so the model looks better than it is. Leave padding out of both totals.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const lengths = tokens.map((token) => (token === '<pad>' ? 5 : lengthOf(token)));
        return bits(sum(real(nats, tokens).map((each) => each.nats)), sum(lengths));
      },
    },
    'letters-of-markers-counted': {
      place: 'Padding is right. Try a text that ends in </s>.',
      probe: "How many characters does '</s>' bring into your count?",
      cause:
        'The letters in the name of a marker are counted as text. It has none: only its surprise counts.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => Array.from(token).length));
        return bits(sum(kept.map((each) => each.nats)), characters);
      },
    },
    'marker-as-one-character': {
      place: 'Padding is right. Try a text that ends in </s>.',
      probe: "How many characters does '</s>' write into the text?",
      cause:
        'A marker is counted as one character. It writes nothing into the text, so it has none: only its surprise counts.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(
          kept.map(({ token }) => (isMarker(token) ? 1 : Array.from(token).length)),
        );
        return bits(sum(kept.map((each) => each.nats)), characters);
      },
    },
    'markers-left-out': {
      place: 'Padding is right. Try a text that ends in </s>.',
      probe: 'Does the model have to foresee where a text ends?',
      cause:
        'Markers are left out like padding. A marker writes nothing, but the model had to foresee it: its surprise counts.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens).filter(({ token }) => !isMarker(token));
        const characters = sum(kept.map(({ token }) => lengthOf(token)));
        return bits(sum(kept.map((each) => each.nats)), characters);
      },
    },
    'length-in-utf-16-units': {
      place: 'Plain letters are right. What is the length of an emoji?',
      probe: "'🐋'.length is 2. How many characters is it?",
      cause:
        'length counts units of 16 bits, and an emoji takes two. Array.from(token).length counts code points.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => (isMarker(token) ? 0 : token.length)));
        return bits(sum(kept.map((each) => each.nats)), characters);
      },
    },
    'blanks-not-counted': {
      place: 'Count the characters of your text by hand, all of them.',
      probe: "'the ' has four characters. How many have you counted?",
      cause:
        'Blanks and line ends are left out of the count. A model has to foresee them like any other character, and has paid for them.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const characters = sum(kept.map(({ token }) => lengthOf(token.trim())));
        return bits(sum(kept.map((each) => each.nats)), characters);
      },
    },
    'mean-of-each-tokens-bits': {
      place: 'On single letters all is right. Try tokens of different lengths.',
      probe: "9 bits for 'the' and 1 for '\\n': 10 bits for 4 characters. What do you get?",
      cause:
        'Each token is divided by its own length, and the results are averaged: a letter in a short token counts more than one in a long token. Two totals first, one division in the end.',
      run: function bitsPerCharacter(nats: readonly number[], tokens: readonly string[]): number {
        const kept = real(nats, tokens);
        const each = kept.map((place) => place.nats / Math.max(1, lengthOf(place.token)));
        return bits(sum(each), kept.length);
      },
    },
  },
  variants: {
    'mean-over-tokens-first': function bitsPerCharacter(
      nats: readonly number[],
      tokens: readonly string[],
    ): number {
      const places = tokens.flatMap((token, i) => (token === '<pad>' ? [] : [i]));
      const perToken = sum(places.map((i) => nats[i] ?? 0)) / places.length;
      const text = places.map((i) => tokens[i] ?? '').filter((token) => !isMarker(token));
      return (perToken * Math.LOG2E * places.length) / Array.from(text.join('')).length;
    },
    'without-expressions': function bitsPerCharacter(
      nats: readonly number[],
      tokens: readonly string[],
    ): number {
      let total = 0;
      let characters = 0;
      for (let i = 0; i < tokens.length; i++) {
        const token = tokens[i] ?? '';
        if (token === '<pad>') continue;
        total += (nats[i] ?? 0) / Math.log(2);
        if (token.length > 2 && token.startsWith('<') && token.endsWith('>')) continue;
        for (let at = 0; at < token.length; at += codeUnitsAt(token, at)) characters++;
      }
      return total / characters;
    },
  },
};
