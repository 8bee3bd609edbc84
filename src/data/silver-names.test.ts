import { describe, expect, test } from 'vitest';
import { loadSilverNames, silverTags } from './silver-names.js';

const names = new Map([
  ['Paris', 'LOC'],
  ['New York', 'LOC'],
  ['Charles Darwin', 'PER'],
  ['Fulton', 'PER'],
  ['September', 'O'],
]);

function silver(line: string): string | undefined {
  const written = line.split(' ').map((token) => token.split('/'));
  const sentence = {
    tokens: written.map(([token = '']) => token),
    tags: written.map(([, tag = '']) => tag),
  };
  return silverTags(sentence, names)?.tags.join(' ');
}

describe('silverTags', () => {
  test.each([
    ['a name, also in the genitive', "Paris/np saw/vbd Paris's/np$ end/nn", 'B-LOC O B-LOC O'],
    ['a name of two words', 'New/np-tl York/np-tl and/cc Charles/np Darwin/np', 'B-LOC I-LOC O B-PER I-PER'],
    ['whoever has a title', 'Mr./np Ahab/np Coffin/np left/vbd', 'O B-PER I-PER O'],
    ['something else beside a name', 'Paris/np in/in September/np', 'B-LOC O O'],
    ['a word that is no proper noun', 'the/at paris/nn of/in Paris/np', 'O O O B-LOC'],
  ])('marks %s', (_what, line, tags) => {
    expect(silver(line)).toBe(tags);
  });

  test.each([
    ['a name that is not known', 'Ahab/np left/vbd Paris/np'],
    ['names that are known apart, not together', 'Paris/np Fulton/np left/vbd'],
    ['part of a longer title', 'Fulton/np-tl County/nn-tl and/cc Paris/np'],
    ['the end of a longer title', 'City/nn-tl of/in-tl Paris/np-tl'],
    ['no name of a person or place', 'rain/nn in/in September/np'],
    ['no proper noun', 'rain/nn fell/vbd'],
  ])('leaves out %s', (_what, line) => {
    expect(silver(line)).toBeUndefined();
  });
});

describe.each([
  ['full', 5197],
  ['sample', 25],
] as const)('the %s set', (from, size) => {
  const { train, heldOut, origin } = loadSilverNames({ from });
  const all = [...train, ...heldOut];

  test('has its sentences, each with a person or a place', () => {
    expect(all).toHaveLength(size);
    for (const { tokens, tags } of all) {
      expect(tags).toHaveLength(tokens.length);
      expect(tags.some((tag) => tag === 'B-PER' || tag === 'B-LOC')).toBe(true);
    }
    expect(new Set(all.flatMap(({ tags }) => tags)).size).toBeGreaterThanOrEqual(4);
  });

  test('is called silver', () => {
    expect(origin).toMatch(/^silver names in /);
  });
});
