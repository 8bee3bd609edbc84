import { expect, test } from 'vitest';
import { lineToTensor } from './line-to-tensor.js';
import { batchLines } from './batch-lines.js';
import { characterVocabulary, decode, encode } from './vocabulary.js';
import { characters } from './tokens.js';

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
