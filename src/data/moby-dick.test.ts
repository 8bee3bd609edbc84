import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadMobyDick, runningText } from './moby-dick.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-book-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(content: string): string {
  const path = join(folder, 'mine.txt');
  writeFileSync(path, content);
  return path;
}

const chapters = (book: ReturnType<typeof loadMobyDick>) => [
  ...new Set(book.paragraphs.map(({ chapter }) => chapter)),
];

test('the full book has its 135 chapters, in order', () => {
  const numbers = chapters(loadMobyDick({ from: 'full' })).map((c) => /\d+/.exec(c)?.[0]);
  expect(numbers).toEqual(Array.from({ length: 135 }, (_, i) => String(i + 1)));
});

test('the sample is the beginning of the full book', () => {
  const sample = loadMobyDick({ from: 'sample' });
  const full = loadMobyDick({ from: 'full' });
  expect(chapters(sample)).toHaveLength(10);
  expect(sample.paragraphs).toEqual(full.paragraphs.slice(0, sample.paragraphs.length));
});

test('a paragraph has no line breaks, and a heading is none', () => {
  const [first] = loadMobyDick({ from: 'sample' }).paragraphs;
  expect(first?.chapter).toBe('CHAPTER 1. Loomings.');
  expect(first?.text).toMatch(/^Call me Ishmael\. Some years ago.*having little or no money in my purse, and nothing particular to interest me on shore/);
  expect(first?.text).not.toContain('\n');
});

test('no word is lost but those of the headings', () => {
  const file = saved('Before.\n\nCHAPTER 1. One.\n\na b\nc  d\n\n\n \n\ne\n');
  const { paragraphs } = loadMobyDick({ file });
  expect(paragraphs).toEqual([
    { chapter: '', text: 'Before.' },
    { chapter: 'CHAPTER 1. One.', text: 'a b c d' },
    { chapter: 'CHAPTER 1. One.', text: 'e' },
  ]);
  expect(runningText(paragraphs)).toBe('Before.\na b c d\ne');
});

test('a text of headings alone has no paragraphs', () => {
  expect(loadMobyDick({ file: saved('CHAPTER 1. One.') }).paragraphs).toEqual([]);
});

test('a file with Windows line ends reads the same', () => {
  expect(loadMobyDick({ file: saved('a\r\nb\r\n\r\nc') }).paragraphs.map(({ text }) => text)).toEqual(
    ['a b', 'c'],
  );
});

test('an empty file is refused', () => {
  const file = saved('');
  expect(() => loadMobyDick({ file })).toThrow(
    `loadMobyDick file: expected a text, received the empty file ${file}.`,
  );
});
