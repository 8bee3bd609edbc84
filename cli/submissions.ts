import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../school/usage-error.js';

/**
 * The files that a path stands for: itself, or every `.ts` file and bundle below a folder, in a
 * fixed order. Links below a folder are left out: they lead outside of what was handed in.
 *
 * @throws UsageError if there is nothing at the path
 */
export function findSubmissions(path: string): readonly string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UsageError(
      `unroll grade: expected a file or folder, received ${path}, which does not exist. Check the path.`,
    );
  if (!found.isDirectory()) return [path];
  return entriesOf(path).flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory()) return findSubmissions(below);
    return entry.isFile() && /(?<!\.d)\.ts$|\.zip$/i.test(entry.name) ? [below] : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
