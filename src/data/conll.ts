import { InputError, wrongInput } from '../core/index.js';
import { readText } from './source.js';
import { splitRecords } from './split.js';
import type { TaggedCorpus, TaggedSentence } from './tagged.js';

const MARK_OF_DOCUMENT = '-DOCSTART-';

/**
 * Reads tagged sentences in the format of the CoNLL tasks: one token per line, its tag in the last
 * column, columns parted by blanks, sentences by empty lines. Columns between are passed over, and
 * so is what `-DOCSTART-` marks: CoNLL-2003 reads as it is.
 *
 *   Ishmael B-PER
 *   sailed O
 *
 * @param where function and file, for the message
 * @throws InputError naming the line if one has no tag, or if there is no sentence
 */
export function parseConll(where: string, text: string): TaggedSentence[] {
  const sentences: { tokens: string[]; tags: string[] }[] = [];
  let open = false;
  text.split('\n').forEach((line, i) => {
    const columns = line.trim().split(/\s+/);
    const [token = '', tag = ''] = [columns[0], columns.at(-1)];
    if (token === '' || token === MARK_OF_DOCUMENT) {
      open = false;
      return;
    }
    if (columns.length < 2) throw new InputError(noTag(`${where} line ${i + 1}`, line));
    if (!open) sentences.push({ tokens: [], tags: [] });
    open = true;
    sentences.at(-1)?.tokens.push(token);
    sentences.at(-1)?.tags.push(tag);
  });
  if (sentences.length > 0) return sentences;
  throw new InputError(noSentence(where));
}

/**
 * A corpus of one's own file in that format, a part of it held out.
 *
 * @param loader name of the function that messages name
 * @param file relative to the course's folder, or absolute
 * @param share of the sentences to hold out, in (0, 1)
 * @throws InputError if the file is missing or not in that format, or a side stays empty
 */
export function ownTaggedCorpus(loader: string, file: string, share: number): TaggedCorpus {
  const sentences = parseConll(`${loader} ${file}`, readText(loader, file));
  return { ...splitRecords(sentences, textOf, share), origin: `your file ${file}` };
}

/** What decides the side of a sentence: its tokens. */
export function textOf({ tokens }: TaggedSentence): string {
  return tokens.join(' ');
}

const noTag = (where: string, line: string) =>
  wrongInput(
    where,
    'a token and its tag, parted by a blank',
    JSON.stringify(line.slice(0, 80)),
    'Give the token a tag, or leave the line empty where a sentence ends.',
  );

const noSentence = (where: string) =>
  wrongInput(where, 'at least one tagged token', 'none', 'Put a token and its tag on a line each.');
