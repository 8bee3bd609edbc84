import { loadMobyDick, runningText } from '../src/data/moby-dick.js';
import type { SourceOptions } from '../src/data/source.js';
import { splitRecords } from '../src/data/split.js';
import { characters } from '../src/text/tokens.js';
import { characterVocabulary, encode } from '../src/text/vocabulary.js';

/** Moby-Dick, by paragraphs: nine tenths to learn from, the rest in two parts to judge by. */
export interface ProseParts {
  readonly train: string;
  /** What learning rates are chosen by. */
  readonly validation: string;
  /** What nothing is chosen by. */
  readonly heldOut: string;
}

/** A line to judge by. */
export interface JudgedLine {
  /** T + 1 ids; the first is only read, the others are foreseen. */
  readonly ids: readonly number[];
  /** The characters that are foreseen. */
  readonly text: string;
  /** Nats that its unknown words cost besides: their spelling; 0 for characters. */
  readonly spelling: number;
}

/** Prose as the tokens that a language model reads. */
export interface ProseTokens {
  readonly vocabularySize: number;
  /** Ids of the text to learn from. */
  readonly train: readonly number[];
  /** Tokens that are read in one line, from a state of zeros (T). */
  readonly length: number;
  readonly lines: readonly JudgedLine[];
}

/** How much is read in one line, and what models are judged by. */
export interface LineOptions {
  /** Tokens that are read (T). */
  readonly length: number;
  /** Lines to judge by. */
  readonly lines: number;
  /** Default: heldOut. */
  readonly judgedBy?: 'validation' | 'heldOut';
}

/** Parts the book; the same paragraph is always in the same part. */
export function proseParts(source: SourceOptions = {}): ProseParts {
  const { paragraphs } = loadMobyDick(source);
  const outer = splitRecords(paragraphs, ({ text }) => text, 0.1);
  const inner = splitRecords(outer.heldOut, ({ text }) => `which half? ${text}`, 0.5);
  return {
    train: runningText(outer.train),
    validation: runningText(inner.train),
    heldOut: runningText(inner.heldOut),
  };
}

/** The book by characters. */
export function proseCharacters(
  parts: ProseParts,
  { length, lines, judgedBy = 'heldOut' }: LineOptions,
): ProseTokens {
  const vocabulary = characterVocabulary(parts.train + parts.validation + parts.heldOut);
  const judged = spreadLines(characters(parts[judgedBy]), length, lines);
  return {
    vocabularySize: vocabulary.tokens.length,
    train: encode(vocabulary, characters(parts.train)),
    length,
    lines: judged.map((line) => ({
      ids: encode(vocabulary, line),
      text: line.slice(1).join(''),
      spelling: 0,
    })),
  };
}

/**
 * Lines of T + 1 tokens, the first at the beginning of a text, the last at its end, the others
 * evenly between them.
 */
export function spreadLines<T>(tokens: readonly T[], length: number, lines: number): T[][] {
  const last = tokens.length - length - 1;
  return Array.from({ length: lines }, (_, i) => {
    const start = Math.round((i * last) / Math.max(1, lines - 1));
    return tokens.slice(start, start + length + 1);
  });
}
