import { describe, expect, test } from 'vitest';
import { parseEntries } from './json-array.js';

const values = (json: string) => parseEntries('load', json).map(({ value }) => value);

describe('parseEntries', () => {
  test.each([
    '[]',
    ' [ ] \n',
    '[1]',
    '[1,2,"a,b"]',
    '[{"a":[1,{"b":"]},["}]},null, [2,[3]]]',
    '["a\\"b,c","\\\\",""]',
    '["\\u005d, \\u0022"]\n',
  ])('reads %s as JSON.parse does', (json) => {
    expect(values(json)).toEqual(JSON.parse(json));
  });

  test('knows the line of each entry', () => {
    const json = '\n[\n{"a":1},\n\n{\n"a":2},{"a":3}\n,{"a":4}]';
    expect(parseEntries('load', json).map(({ line }) => line)).toEqual([3, 5, 6, 7]);
  });

  test('takes a long string', () => {
    const long = 'x'.repeat(1_000_000);
    expect(values(JSON.stringify([long, 1]))).toEqual([long, 1]);
  });

  test.each([
    ['an object', '{"a":1}', 1, 'no opening bracket'],
    ['a word', 'hello', 1, 'no opening bracket'],
    ['an array cut off', '[\n{"a":1},\n{"a"', 3, 'no closing bracket'],
    ['a comma too many', '[\n1,\n2,\n]', 4, 'Unexpected end of JSON input'],
    ['a comma too few', '[\n{"a":1}\n{"a":2}]', 2, ''],
    ['a bracket that closes too early', '[1] , [2]', 1, ''],
    ['a string that does not end', '[\n"a",\n"b]', 3, ''],
    ['a single quote', "[\n'a']", 2, ''],
    ['a comment', '[1,\n// two\n2]', 2, ''],
  ])('refuses %s, naming its line', (_name, json, line, received) => {
    expect(() => parseEntries('load mine.json', json)).toThrow(
      `load mine.json line ${line}: expected a JSON array of records, received ${received}`,
    );
  });
});
