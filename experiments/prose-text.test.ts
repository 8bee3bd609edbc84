import { expect, test } from 'vitest';
import { characterVocabulary, decode, UNKNOWN } from '../src/text/vocabulary.js';
import { proseCharacters, proseParts, spreadLines } from './prose-text.js';
import { proseWords, speller, spelledWords } from './prose-words.js';

const parts = proseParts({ from: 'sample' });
const all = parts.train + parts.validation + parts.heldOut;

test('a paragraph is in one part', () => {
  const paragraphs = Object.values<string>({ ...parts }).map((text) => text.split('\n'));
  const distinct = paragraphs.map((some) => new Set(some));
  const together = new Set(paragraphs.flat());
  expect(distinct.reduce((count, some) => count + some.size, 0)).toBe(together.size);
  expect(parts.heldOut.length).toBeGreaterThan(all.length / 100);
});

test('lines are spread from the beginning of a text to its end', () => {
  expect(spreadLines([1, 2, 3, 4, 5, 6, 7], 2, 3)).toEqual([
    [1, 2, 3],
    [3, 4, 5],
    [5, 6, 7],
  ]);
});

test('by characters, a line stands for what its ids say, but for the first', () => {
  const { lines, vocabularySize, length } = proseCharacters(parts, { length: 16, lines: 9 });
  const vocabulary = characterVocabulary(all);
  expect(vocabularySize).toBe(vocabulary.tokens.length);
  expect(lines).toHaveLength(9);
  for (const { ids, text, spelling } of lines) {
    expect(ids).toHaveLength(length + 1);
    expect(decode(vocabulary, ids.slice(1)).join('')).toBe(text);
    expect(parts.heldOut).toContain(text);
    expect(spelling).toBe(0);
  }
});

test('the example of spelledWords; a whole text is its words joined', () => {
  const some = ['Call', ' me', ' ', ' Ishmael', '.'];
  expect(spelledWords('Call me  Ishmael.')).toEqual(some);
  expect(spelledWords('whale-ship’s “Ay!”\nNo 7')).toEqual([
    'whale',
    '-',
    'ship’s',
    ' “',
    'Ay',
    '!',
    '”',
    '\n',
    'No',
    ' 7',
  ]);
  expect(spelledWords(all).join('')).toBe(all.normalize('NFC'));
});

test('by words, a line stands for the same characters, and only unknown words are spelt', () => {
  const { lines, vocabularySize, train } = proseWords(parts, {
    length: 8,
    lines: 40,
    judgedBy: 'validation',
    minCount: 2,
  });
  expect(Math.max(...train)).toBe(vocabularySize - 1);
  for (const { ids, text, spelling } of lines) {
    expect(ids).toHaveLength(9);
    expect(parts.validation).toContain(text);
    const unknown = ids.slice(1).filter((id) => id === UNKNOWN).length;
    // From a bit and a half for each of three characters to sixty for a long word.
    if (unknown === 0) expect(spelling).toBe(0);
    else expect(spelling / unknown).toBeGreaterThan(3);
  }
  expect(lines.some(({ ids }) => ids.slice(1).includes(UNKNOWN))).toBe(true);
  expect(lines.some(({ ids }) => !ids.slice(1).includes(UNKNOWN))).toBe(true);
});

test('law: the spellings of all words there are have the probability 1 together, but for what stands for padding', () => {
  const spell = speller(['ab', 'b', 'ba', 'ab'], 'ab');
  const longer = (some: string[]) => some.flatMap((word) => [`${word}a`, `${word}b`]);
  let words = ['a', 'b'];
  let total = Math.exp(-spell(''));
  for (let length = 1; length <= 8; length++) {
    total += words.reduce((sum, word) => sum + Math.exp(-spell(word)), 0);
    words = longer(words);
  }
  expect(total).toBeGreaterThan(0.8);
  expect(total).toBeLessThan(1);
  expect(spell('ab')).toBeLessThan(spell('bb'));
});

test('who knows every word of the text to learn from has nothing to learn spelling from, and pays for it', () => {
  const known = proseWords(parts, { length: 8, lines: 40, minCount: 1 });
  const rare = proseWords(parts, { length: 8, lines: 40, minCount: 3 });
  const costOf = ({ lines }: typeof known) => {
    const spelt = lines.map(({ ids }) => ids.slice(1).filter((id) => id === UNKNOWN).length);
    const words = spelt.reduce((sum, count) => sum + count, 0);
    return lines.reduce((sum, { spelling }) => sum + spelling, 0) / words;
  };
  expect(costOf(known)).toBeGreaterThan(costOf(rare));
});
