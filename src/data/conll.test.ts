import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPartsOfSpeech } from './brown.js';
import { parseConll } from './conll.js';
import { loadEntityQuestions } from './entities.js';
import { loadSilverNames } from './silver-names.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-conll-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(content: string): string {
  const path = join(folder, 'mine.txt');
  writeFileSync(path, content);
  return path;
}

describe('parseConll', () => {
  test('the example of its docstring', () => {
    expect(parseConll('load', 'Ishmael B-PER\nsailed O\n')).toEqual([
      { tokens: ['Ishmael', 'sailed'], tags: ['B-PER', 'O'] },
    ]);
  });

  test('empty lines part sentences, however many, and with blanks in them', () => {
    const text = '\n\na O\nb O\n \t\n\nc O\n\n';
    expect(parseConll('load', text).map(({ tokens }) => tokens)).toEqual([['a', 'b'], ['c']]);
  });

  test('the four columns of CoNLL-2003 read as they are, without marks of documents', () => {
    const text = '-DOCSTART- -X- O O\n\nU.N. NNP I-NP I-ORG\n. . O O\n-DOCSTART- -X- O O\nHe PRP I-NP O';
    expect(parseConll('load', text)).toEqual([
      { tokens: ['U.N.', '.'], tags: ['I-ORG', 'O'] },
      { tokens: ['He'], tags: ['O'] },
    ]);
  });

  test('a token without a tag is refused with its line', () => {
    expect(() => parseConll('load mine.txt', 'a O\n\nb\n')).toThrow(
      'load mine.txt line 3: expected a token and its tag, parted by a blank, received "b". ' +
        'Give the token a tag, or leave the line empty where a sentence ends.',
    );
  });

  test('a text without a token is refused', () => {
    expect(() => parseConll('load', '-DOCSTART- O\n')).toThrow(
      'load: expected at least one tagged token, received none.',
    );
  });
});

describe.each([
  ['loadEntityQuestions', loadEntityQuestions],
  ['loadPartsOfSpeech', loadPartsOfSpeech],
  ['loadSilverNames', loadSilverNames],
] as const)("%s reads one's own file", (name, load) => {
  test('with a part of it held out', () => {
    const sentences = Array.from({ length: 50 }, (_, i) => `word${i} B-X\nend O\n`);
    const file = saved(sentences.join('\n'));
    const { train, heldOut, origin } = load({ file });
    expect(train.length + heldOut.length).toBe(50);
    expect(heldOut.length).toBeGreaterThan(0);
    expect(train[0]?.tags).toEqual(['B-X', 'O']);
    expect(origin).toBe(`your file ${file}`);
  });

  test('and names itself, file and line where it is wrong', () => {
    const file = saved('a O\nb');
    expect(() => load({ file })).toThrow(`${name} ${file} line 2: expected a token and its tag`);
  });
});
