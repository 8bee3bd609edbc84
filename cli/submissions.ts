import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../school/usage-error.js';

/** What lies at a path. */
export interface Found {
  /** To be graded. */
  readonly files: readonly string[];
  /** By their names neither exercise files nor bundles. */
  readonly others: readonly string[];
}

/**
 * The files that a path stands for: itself, or every `.ts` file and bundle below a folder, in a
 * fixed order. Links below a folder are left out: they lead outside of what was handed in.
 *
 * @throws UsageError if there is nothing at the path
 */
export function findSubmissions(path: string): Found {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UsageError(
      `unroll grade: expected a file or folder, received ${path}, which does not exist. Check the path.`,
    );
  if (!found.isDirectory()) return { files: [path], others: [] };
  return together(
    entriesOf(path).map((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return findSubmissions(below);
      const isGraded = entry.isFile() && /(?<!\.d)\.ts$|\.zip$/i.test(entry.name);
      return isGraded ? { files: [below], others: [] } : { files: [], others: [below] };
    }),
  );
}

/** What lies at several paths, each file once. */
export function together(found: readonly Found[]): Found {
  const once = (all: readonly string[]) => [...new Set(all)];
  return {
    files: once(found.flatMap(({ files }) => files)),
    others: once(found.flatMap(({ others }) => others)),
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
