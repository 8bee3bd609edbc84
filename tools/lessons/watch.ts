import { changes } from './changes.js';
import { loadLessons, type LoadedLessons } from './load-lessons.js';
import { describeMade, make, makeTexts, type Made } from './make.js';

/** Whatever notebooks, exercises and keys are made of. */
const folders = ['lessons', 'src', 'lab'];

/**
 * Makes what is stale now and again after each save, and says what was made or what is wrong. Ends
 * only with the process.
 */
export async function watchLessons(root: string): Promise<never> {
  const watched = changes(root, folders);
  let next = watched.next();
  let loaded = await loadLessons(root);
  let said = say(await make(root, loaded), new Set());
  console.log(`Watching ${folders.join(', ')}. Ctrl-C ends this.`);
  for (;;) {
    const { value: changed } = await next;
    next = watched.next();
    const began = performance.now();
    const made = await remake(root, changed, loaded);
    loaded = made.loaded;
    said = say(made.made, said);
    console.log(`(${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
}

/** A lesson's text is all that changes without new code being loaded. */
async function remake(
  root: string,
  changed: ReadonlySet<string>,
  before: LoadedLessons,
): Promise<{ readonly made: Made; readonly loaded: LoadedLessons }> {
  if ([...changed].every((path) => /\.(md|svg|txt)$/.test(path)))
    return { made: await makeTexts(root, before), loaded: before };
  const loaded = await loadLessons(root, 'afresh');
  return { made: await make(root, loaded), loaded };
}

/** Prints what came of it; returns the lines on files left alone, which are said once. */
function say(made: Made, said: ReadonlySet<string>): ReadonlySet<string> {
  const { done, wrong } = describeMade(made, said);
  for (const line of [...done, ...wrong]) console.log(line);
  return new Set([...said, ...wrong.filter((line) => !made.problems.includes(line))]);
}
