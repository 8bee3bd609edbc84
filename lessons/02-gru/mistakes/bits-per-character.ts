import type { MistakeBank } from '../../../grader/task.js';
import type { bitsPerCharacter } from '../../../src/metrics/bits-per-character.js';

export const bank: MistakeBank<typeof bitsPerCharacter> = {
  mistakes: {
    'per-token': {
      edit: {
        'Math.LN2 / characters': "Math.LN2 / tokens.filter((token) => token !== '<pad>').length",
      },
      place: 'On single letters all is right. Try tokens of several letters.',
      probe: "8 bits for 'aha' and '\\n': how many is that for each of the 4 characters?",
      cause:
        'You divide the sum by the number of tokens, so a model of words looks worse the longer its words are. Divide by the number of characters in them.',
    },
    'still-in-nats': {
      edit: { 'total / Math.LN2': 'total' },
      place: 'By which factor are you off? Is it the same on every input?',
      probe: 'A choice between two equal letters costs ln 2 = 0.69 nats, which is one bit.',
      cause: 'The result is in nats per character. One bit is ln 2 nats: divide by Math.LN2.',
    },
    'length-in-utf-16-units': {
      edit: { 'Array.from(token).length': 'token.length' },
      place: 'Plain letters are right. What is the length of an emoji?',
      probe: "'🐋'.length is 2. How many characters is it?",
      cause:
        'length counts units of 16 bits, and an emoji takes two. Array.from(token).length counts code points.',
    },
    'letters-of-markers-counted': {
      edit: { 'if (!/^<[^\\s<>]+>$/u.test(token)) characters': 'characters' },
      place: 'Padding is right. Try a text that ends in </s>.',
      probe: "How many characters does '</s>' add to your count?",
      cause:
        'You count the letters in the name of a marker as text. A marker has no characters: only its surprise counts.',
    },
  },
  variants: {
    'mean-over-tokens-first': (nats, tokens) => {
      const places = tokens.flatMap((token, i) => (token === '<pad>' ? [] : [i]));
      const perToken = places.reduce((sum, i) => sum + (nats[i] ?? 0), 0) / places.length;
      const text = places.map((i) => (tokens[i] ?? '').replace(/^<[^\s<>]+>$/u, ''));
      return (perToken * Math.LOG2E * places.length) / Array.from(text.join('')).length;
    },
    'by-index': (nats, tokens) => {
      let total = 0;
      let characters = 0;
      for (let i = 0; i < tokens.length; i++) {
        const token = tokens[i] ?? '';
        if (token === '<pad>') continue;
        total += (nats[i] ?? 0) / Math.log(2);
        if (token.length > 2 && token.startsWith('<') && token.endsWith('>')) continue;
        characters += token.match(/./gsu)?.length ?? 0;
      }
      return total / characters;
    },
  },
};
