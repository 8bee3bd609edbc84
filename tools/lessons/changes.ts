import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMilliseconds = 100;

/**
 * Tells which files have changed, each time that all have come to rest, whatever they were saved
 * with: written in place, renamed over, removed and made again.
 *
 * @param root the project's folder
 * @param folders to watch, from there
 * @returns paths from the project's folder, those of new and of lost files among them
 */
export async function* changes(
  root: string,
  folders: readonly string[],
): AsyncGenerator<ReadonlySet<string>, never> {
  let before = look(root, folders);
  let changed = new Set<string>();
  for (;;) {
    await sleep(lookMilliseconds);
    const now = look(root, folders);
    const paths = [...new Set([...before.keys(), ...now.keys()])];
    const differ = paths.filter((path) => before.get(path) !== now.get(path));
    before = now;
    if (differ.length > 0) changed = new Set([...changed, ...differ]);
    else if (changed.size > 0) {
      yield changed;
      changed = new Set();
    }
  }
}

/** How every file stands that is no editor's backup or half-written copy. */
function look(root: string, folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/\.(md|ts|svg|json|txt)$/.test(entry.name)) {
        const state = statSync(join(root, path), { throwIfNoEntry: false });
        if (state !== undefined) found.set(path, `${state.ino} ${state.size} ${state.mtimeMs}`);
      }
    }
  };
  for (const folder of folders) visit(folder);
  return found;
}

/** A folder that is gone between two calls has no entries. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
