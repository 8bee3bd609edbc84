/** What the committed samples are made of: run `data/make.ts` to write them anew. */
import { readFileSync } from 'node:fs';
import { projectFile } from '../src/core/files.js';
import { mobyDickCorpus } from '../src/data/moby-dick.js';
import { reviewCorpus } from '../src/data/reviews.js';
import { hash } from '../src/data/split.js';

const PER_CLASS = 100;
const FIRST_LEFT_OUT = '\n\nCHAPTER 11. ';

interface ReviewRecord {
  readonly text: string;
  readonly class: 0 | 1 | null;
}

/** Content of every committed sample, by its path, from the installed packages. */
export function samples(): Record<string, string> {
  const made: Record<string, string> = {};
  reviewCorpus.full.forEach((file, i) => {
    made[reviewCorpus.sample[i] ?? ''] = reviewsSample(read(file));
  });
  const book = read(mobyDickCorpus.full[0] ?? '');
  made[mobyDickCorpus.sample[0] ?? ''] = `${book.slice(0, book.indexOf(FIRST_LEFT_OUT)).trimEnd()}\n`;
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

function read(path: string): string {
  return readFileSync(projectFile(path), 'utf8');
}
