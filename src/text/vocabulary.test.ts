import { describe, expect, test } from 'vitest';
import { InputError } from '../core/index.js';
import { batchLines } from './batch-lines.js';
import { characters, words } from './tokens.js';
import {
  characterVocabulary,
  decode,
  encode,
  lineToTensor,
  PADDING,
  UNKNOWN,
  vocabularyOf,
  wordVocabulary,
} from './vocabulary.js';

const texts = ['b a a c', 'a b d'].map(words);

describe('wordVocabulary', () => {
  test('has padding, unknown, then words by frequency', () => {
    expect(wordVocabulary(texts).tokens).toEqual(['<pad>', '<unk>', 'a', 'b', 'c', 'd']);
  });

  test('does not depend on the order of the texts', () => {
    expect(wordVocabulary([...texts].reverse()).tokens).toEqual(wordVocabulary(texts).tokens);
  });

  test('leaves out what is rarer than minCount', () => {
    expect(wordVocabulary(texts, { minCount: 2 }).tokens).toEqual(['<pad>', '<unk>', 'a', 'b']);
  });

  test('has at most maxSize tokens, the most frequent', () => {
    expect(wordVocabulary(texts, { maxSize: 3 }).tokens).toEqual(['<pad>', '<unk>', 'a']);
  });

  test('of no texts knows nothing, and encodes all the same', () => {
    const vocabulary = wordVocabulary([]);
    expect(vocabulary.tokens).toHaveLength(2);
    expect(encode(vocabulary, ['a'])).toEqual([UNKNOWN]);
  });

  test('never gives the reserved tokens a second id', () => {
    expect(wordVocabulary([['<pad>', '<unk>', 'a']]).tokens).toEqual(['<pad>', '<unk>', 'a']);
  });

  test.each([0, -1, 1.5, NaN])('refuses minCount %d', (minCount) => {
    expect(() => wordVocabulary(texts, { minCount })).toThrow(
      `wordVocabulary minCount: expected a whole number from 1, received ${minCount}.`,
    );
  });

  test('refuses a maxSize without room for padding and unknown', () => {
    expect(() => wordVocabulary(texts, { maxSize: 1 })).toThrow(
      'wordVocabulary maxSize: expected a whole number from 2, received 1.',
    );
  });
});

describe('characterVocabulary', () => {
  test('has padding, then characters by code point', () => {
    expect(characterVocabulary('ba👍 b').tokens).toEqual(['<pad>', ' ', 'a', 'b', '👍']);
  });

  test('of the empty text has padding alone', () => {
    expect(characterVocabulary('').tokens).toEqual(['<pad>']);
  });
});

describe('encode and decode', () => {
  test('give back every text of the vocabulary', () => {
    const text = 'Call me Ishmael. Café\n';
    const vocabulary = characterVocabulary(text);
    expect(decode(vocabulary, encode(vocabulary, characters(text))).join('')).toBe(text);
    for (const tokens of texts) {
      const known = wordVocabulary(texts);
      expect(decode(known, encode(known, tokens))).toEqual(tokens);
    }
  });

  test('an unknown word is UNKNOWN and comes back as such', () => {
    const vocabulary = wordVocabulary(texts);
    expect(encode(vocabulary, ['a', 'zebra'])).toEqual([2, UNKNOWN]);
    expect(decode(vocabulary, [UNKNOWN])).toEqual(['<unk>']);
  });

  test('a token named like a property of objects is a word like others', () => {
    expect(encode(wordVocabulary(texts), ['constructor', '__proto__'])).toEqual([UNKNOWN, UNKNOWN]);
  });

  test('padding is left out', () => {
    expect(decode(characterVocabulary('ab'), new Int32Array([1, 2, PADDING, PADDING]))).toEqual([
      'a',
      'b',
    ]);
  });

  test('of nothing is nothing', () => {
    expect(encode(characterVocabulary('ab'), [])).toEqual([]);
    expect(decode(characterVocabulary('ab'), [])).toEqual([]);
  });

  test('an unknown character is refused with its place', () => {
    expect(() => encode(characterVocabulary('ab'), ['a', 'z'])).toThrow(
      new InputError(
        'encode tokens: expected one of the 3 tokens of the vocabulary, received "z" at place 1. ' +
          'Leave it out, or build the vocabulary from a text that has it.',
      ),
    );
  });

  test.each([3, -1, 0.5, NaN])('id %d outside the vocabulary is refused', (id) => {
    expect(() => decode(characterVocabulary('ab'), [1, id])).toThrow(
      `decode ids: expected whole numbers from 0 to 2, received ${id} at place 1.`,
    );
  });
});

describe('vocabularyOf', () => {
  test('makes the vocabulary again from its tokens', () => {
    const vocabulary = wordVocabulary(texts);
    expect(vocabularyOf(vocabulary.tokens)).toEqual(vocabulary);
  });

  test('refuses tokens without padding, none, or one twice', () => {
    expect(() => vocabularyOf(['a'])).toThrow('received "a" first.');
    expect(() => vocabularyOf([])).toThrow('received nothing first.');
    expect(() => vocabularyOf(['<pad>', 'a', 'a'])).toThrow('received "a" twice.');
  });
});

describe('lineToTensor', () => {
  const ids = (line: string, tokens: readonly string[], end: string) =>
    Array.from(lineToTensor(line, tokens, end).dataSync());

  test('the example of its docstring', () => {
    const made = lineToTensor('aha', ['<pad>', '\n', 'a', 'h'], '\n');
    expect([made.dtype, made.shape]).toEqual(['int32', [4]]);
    expect(Array.from(made.dataSync())).toEqual([2, 3, 2, 1]);
  });

  test('is the encoded characters and the end, and decodes to the line again', () => {
    const vocabulary = characterVocabulary('Ishmael saw a whale 🐋, café\n');
    for (const line of ['Ishmael saw', '🐋🐋 café', 'cafe\u0301', 'a\na', ' ']) {
      const made = ids(line, vocabulary.tokens, '\n');
      expect(made).toEqual([...encode(vocabulary, characters(line)), vocabulary.ids.get('\n')]);
      expect(decode(vocabulary, made).join('')).toBe(`${line.normalize('NFC')}\n`);
    }
  });

  test('the empty line is its end alone, and is enough to predict nothing from', () => {
    const { tokens } = characterVocabulary('ab\n');
    expect(ids('', tokens, '\n')).toEqual([1]);
    const { inputs, targets } = batchLines([ids('ab', tokens, '\n'), ids('', tokens, '\n')]);
    expect(inputs.arraySync()).toEqual([
      [2, 3],
      [0, 0],
    ]);
    expect(targets.arraySync()).toEqual([
      [3, 1],
      [0, 0],
    ]);
  });

  test('an end of several characters is one token', () => {
    expect(ids('ba', ['<pad>', '</s>', 'a', 'b'], '</s>')).toEqual([3, 2, 1]);
  });

  test('refuses what the vocabulary lacks, be it a character or the end', () => {
    const { tokens } = characterVocabulary('ab\n');
    expect(() => lineToTensor('abc', tokens, '\n')).toThrow(
      'lineToTensor line: expected one of the 4 tokens of the vocabulary, received "c" at place 2.',
    );
    expect(() => lineToTensor('ab', tokens, '</s>')).toThrow('received "</s>" at place 2.');
  });
});
