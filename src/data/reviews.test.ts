import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadReviews } from './reviews.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-reviews-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(content: string): string {
  const path = join(folder, 'mine.json');
  writeFileSync(path, content);
  return path;
}

describe.each([
  ['full', 3000],
  ['sample', 600],
] as const)('the %s set', (from, size) => {
  const { records, dropped } = loadReviews({ from });

  test('has its records, half of them praise, on every site', () => {
    expect(records).toHaveLength(size);
    for (const site of ['imdb', 'yelp', 'amazon']) {
      const labels = records.filter((one) => one.site === site).map(({ label }) => label);
      expect(labels).toHaveLength(size / 3);
      expect(labels.filter((label) => label === 1)).toHaveLength(size / 6);
    }
  });

  test('has no blanks around its texts, and none is empty', () => {
    for (const { text } of records) expect(text).toBe(text.trim());
    expect(records.filter(({ text }) => text === '')).toEqual([]);
  });

  test('drops the record without text and class that ends each file, with the reason', () => {
    expect(dropped.map(({ reason }) => reason)).toEqual(['no text', 'no text', 'no text']);
  });
});

test('the sample is part of the full set, with the same labels', () => {
  const full = new Set(loadReviews({ from: 'full' }).records.map((one) => JSON.stringify(one)));
  for (const one of loadReviews({ from: 'sample' }).records)
    expect(full).toContain(JSON.stringify(one));
});

test("one's own file is read in the same format", () => {
  const file = saved('[{"text":" Good case. ","class":1},\n{"text":"Broke.","class":0}]');
  expect(loadReviews({ file })).toEqual({
    records: [
      { text: 'Good case.', label: 1, site: 'mine' },
      { text: 'Broke.', label: 0, site: 'mine' },
    ],
    dropped: [],
    origin: `your file ${file}`,
  });
});

test('records without text or class are dropped, with line and reason', () => {
  const file = saved('[{"text":"a","class":1},\n{"text":"b"},\n{"text":"c","class":null},\n{"text":" ","class":0}]'); // prettier-ignore
  expect(loadReviews({ file }).dropped).toEqual([
    { file, line: 2, reason: 'no class' },
    { file, line: 3, reason: 'no class' },
    { file, line: 4, reason: 'no text' },
  ]);
});

test.each([
  ['a class that is none', '{"text":"b","class":2}'],
  ['a class in words', '{"text":"b","class":"positive"}'],
  ['a text that is none', '{"text":5,"class":1}'],
  ['a missing text', '{"class":1}'],
  ['null', 'null'],
  ['a list', '["b",1]'],
])('%s is refused with its line', (_name, record) => {
  const file = saved(`[\n{"text":"a","class":1},\n${record}\n]`);
  expect(() => loadReviews({ file })).toThrow(
    `loadReviews ${file} line 3: expected a record { "text": "...", "class": 0 or 1 }, received ${record}.`,
  );
});

test.each(['[]', '[{"text":"","class":null}]'])('a file that leaves nothing, %s, is refused', (json) => {
  const file = saved(json);
  expect(() => loadReviews({ file })).toThrow(
    `loadReviews file: expected at least one record with text and class, received none in ${file}.`,
  );
});

test('a missing file is refused', () => {
  expect(() => loadReviews({ file: 'no/such.json' })).toThrow(/no\/such\.json \(ENOENT/);
});
