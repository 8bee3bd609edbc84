import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { partOfSpeech } from './brown-tags.js';
import { brownCorpus, loadPartsOfSpeech, readBrown } from './brown.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-brown-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the full set has its 500 texts, sentences and tokens', () => {
  expect(brownCorpus.full).toHaveLength(500);
  const { sentences } = readBrown('test', { from: 'full' });
  expect(sentences).toHaveLength(57340);
  expect(sentences.reduce((sum, { tokens }) => sum + tokens.length, 0)).toBe(1161192);
});

test('the sample has 40 sentences, and every kind of word', () => {
  const { train, heldOut } = loadPartsOfSpeech({ from: 'sample' });
  const all = [...train, ...heldOut];
  expect(all).toHaveLength(40);
  expect(all.reduce((sum, { tokens }) => sum + tokens.length, 0)).toBe(334);
  expect([...new Set(all.flatMap(({ tags }) => tags))].sort()).toEqual(
    ['.', 'ADJ', 'ADP', 'ADV', 'CONJ', 'DET', 'NOUN', 'NUM', 'PRON', 'PRT', 'VERB', 'X'],
  );
});

test('every tag of the sample is one of the full set', () => {
  const tags = (from: 'full' | 'sample') =>
    new Set(readBrown('test', { from }).sentences.flatMap((one) => one.tags));
  const known = tags('full');
  for (const tag of tags('sample')) expect(known).toContain(tag);
});

describe('a token ends at its last slash', () => {
  const read = (line: string) => {
    const path = join(folder, 'brown.txt');
    writeFileSync(path, `\n\n\t${line}\n`);
    return readBrown('load', { file: path }).sentences;
  };

  test('so that a fraction is one', () => {
    expect(read('1/2/cd mile/nn')).toEqual([{ tokens: ['1/2', 'mile'], tags: ['cd', 'nn'] }]);
  });

  test.each(['mile', 'mile/', '/nn'])('%s is refused with its line', (token) => {
    expect(() => read(`a/at ${token}`)).toThrow(
      `brown.txt line 3: expected a token, a slash and its tag, received "${token}".`,
    );
  });
});

test.each([
  ['nn-tl', 'NOUN'],
  ['np$', 'NOUN'],
  ['fw-nn', 'NOUN'],
  ['nr', 'NOUN'],
  ['bez*', 'VERB'],
  ['hvd', 'VERB'],
  ['md+hv', 'VERB'],
  ['jjt-hl', 'ADJ'],
  ['ql', 'ADV'],
  ['wrb+bez', 'ADV'],
  ['*', 'ADV'],
  ['*-hl', 'ADV'],
  ['at', 'DET'],
  ['pp$', 'DET'],
  ['wdt', 'DET'],
  ['pp$$', 'PRON'],
  ['ppss+md', 'PRON'],
  ['wps', 'PRON'],
  ['ex', 'PRON'],
  ['od', 'NUM'],
  ['cs', 'ADP'],
  ['cc', 'CONJ'],
  ['to', 'PRT'],
  ['--', '.'],
  ["''", '.'],
  [',-hl', '.'],
  ['uh', 'X'],
  ['nil', 'X'],
])('%s is %s', (tag, kind) => {
  expect(partOfSpeech(tag)).toBe(kind);
});
