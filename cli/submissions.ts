import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Submission } from '../grader/grade-task.js';
import { UsageError } from '../school/usage-error.js';

/**
 * The files that a path stands for: itself, or every `.ts` file below a folder, in a fixed order.
 * Links below a folder are left out: they lead outside of what was handed in.
 */
export function findSubmissions(path: string): readonly string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UsageError(
      `unroll grade: expected a file or folder, received ${path}, which does not exist. Check the path.`,
    );
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return findSubmissions(below);
      return entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name) ? [below] : [];
    });
}

/**
 * Which lesson a file belongs to: its name says so, else the first lines that were made with it.
 *
 * @throws UsageError if neither does
 */
export function lessonOf({ path, text }: Submission, stems: readonly string[]): string {
  const named = stems.find((stem) => basename(path).includes(stem));
  const header = text.split('\n', 5).join('\n');
  const stem = named ?? stems.find((known) => header.includes(`lesson ${known}`));
  if (stem !== undefined) return stem;
  throw new UsageError(
    `unroll grade: expected the name of a lesson in ${path}, received neither in its name nor in its first lines. Name it after its lesson, as ${stems.at(-1) ?? 'the lesson'}.ts.`,
  );
}
