import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Refused } from '../grader/verdict.js';
import { UsageError } from '../school/usage-error.js';

/** What lies at a path. */
export interface Found {
  /** To be graded. */
  readonly files: readonly string[];
  /** By their names neither exercise files nor bundles. */
  readonly others: readonly string[];
  /** Folders that cannot be looked into. */
  readonly closed: readonly Refused[];
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
  return found.isDirectory() ? below(path) : { ...nothing, files: [path] };
}

const nothing: Found = { files: [], others: [], closed: [] };

function below(folder: string): Found {
  let entries: readonly Dirent[];
  try {
    entries = entriesOf(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message = `unroll grade: expected to look into the folder ${shortened(folder)}, received ${code}. Look at its permissions and its depth; nothing in it was graded.`;
    return { ...nothing, closed: [{ source: shortened(folder), message }] };
  }
  return together(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      const isGraded = entry.isFile() && /(?<!\.d)\.ts$|\.zip$/i.test(entry.name);
      return isGraded ? { ...nothing, files: [path] } : { ...nothing, others: [path] };
    }),
  );
}

/** A path may be longer than any message should be. */
const shortened = (path: string) =>
  path.length > 300 ? `${path.slice(0, 150)} ... ${path.slice(-100)}` : path;

/** What lies at several paths, each file once. */
export function together(found: readonly Found[]): Found {
  const once = (all: readonly string[]) => [...new Set(all)];
  return {
    files: once(found.flatMap(({ files }) => files)),
    others: once(found.flatMap(({ others }) => others)),
    closed: found.flatMap(({ closed }) => closed),
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
