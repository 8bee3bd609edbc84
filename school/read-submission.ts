import { readFileSync, statSync } from 'node:fs';
import type { Submission } from '../grader/grade-task.js';
import { UsageError } from './usage-error.js';

/** No exercise is nearly as long; a longer file is not read. */
const mostBytes = 1024 * 1024;

/**
 * A file to be graded; bytes that are not UTF-8 become replacement characters.
 *
 * @throws UsageError if there is no such file, or it is far too large
 */
export function readSubmission(path: string, source: string): Submission {
  return { path: source, text: readBytes(path, source).toString('utf8') };
}

/** As `readSubmission`, the bytes as they are. */
export function readBytes(path: string, source: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UsageError(
      `unroll: expected a file at ${source}, received none. 'npm run lessons' makes missing exercise files again.`,
    );
  if (!found.isFile())
    throw new UsageError(
      `unroll: expected a file at ${source}, received something else. Remove it.`,
    );
  if (found.size > mostBytes)
    throw new UsageError(
      `unroll: expected ${source} to have at most 1 MB, received ${(found.size / 2 ** 20).toFixed(1)} MB. Is it the right file?`,
    );
  return readFileSync(path);
}
