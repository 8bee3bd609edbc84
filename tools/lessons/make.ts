import { compileLessons, compileTexts, type Compiled } from './compile.js';
import type { LoadedLessons } from './load-lessons.js';
import { writeMade } from './made-file.js';
import { describeStale, staleFiles, type StaleFile } from './stale.js';

/** What came of making: files written, files left alone, faults in the sources. */
export interface Made {
  readonly files: readonly string[];
  readonly leftAlone: readonly StaleFile[];
  readonly problems: readonly string[];
  /** How many files there are, whether written now or not. */
  readonly all: number;
}

/** Makes what is stale and nobody's work. */
export async function make(root: string, loaded: LoadedLessons): Promise<Made> {
  return write(root, await compile(root, loaded));
}

/** Makes only what a lesson's text decides; the tasks are as they were loaded. */
export async function makeTexts(root: string, loaded: LoadedLessons): Promise<Made> {
  return write(root, withLoading(loaded, await compileTexts(root, loaded.lessons)));
}

/** What would be made of the lessons that could be loaded, and all that stands in the way. */
export async function compile(root: string, loaded: LoadedLessons): Promise<Compiled> {
  const compiled = withLoading(loaded, await compileLessons(root, loaded.lessons));
  const complete = loaded.problems.length === 0;
  // The types of all lessons' functions need all lessons.
  const files = compiled.files.filter(({ path }) => complete || path !== 'lab/yours.ts');
  return { ...compiled, files };
}

function withLoading(loaded: LoadedLessons, { files, problems }: Compiled): Compiled {
  return { files, problems: [...loaded.problems, ...problems] };
}

function write(root: string, { files, problems }: Compiled): Made {
  const stale = staleFiles(root, files);
  const own = stale.filter(({ state }) => state !== 'edited');
  for (const { file } of own) writeMade(root, file);
  return {
    files: own.map(({ file }) => file.path),
    leftAlone: stale.filter(({ state }) => state === 'edited'),
    problems: problems.map(({ message }) => message),
    all: files.length,
  };
}

/** What was made and what was not, as lines; what is said already is left out. */
export function describeMade(
  { files, leftAlone, problems, all }: Made,
  said: ReadonlySet<string> = new Set(),
): { readonly done: readonly string[]; readonly wrong: readonly string[] } {
  const left = leftAlone.map(describeStale).filter((line) => !said.has(line));
  const done = files.map((path) => `made ${path}`);
  const nothing = done.length + leftAlone.length + problems.length === 0;
  return {
    done: nothing ? [`${String(all)} files are up to date.`] : done,
    wrong: [...problems, ...left],
  };
}
