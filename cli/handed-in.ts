import { basename } from 'node:path';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { mostBundleBytes, readBundle, type Bundle } from '../grader/bundle/bundle.js';
import { BundleError } from '../grader/bundle/bundle-error.js';
import type { Submission } from '../grader/grade-task.js';
import { readSubmission } from '../school/read-submission.js';
import { UsageError } from '../school/usage-error.js';

/** One file of a batch, read: an exercise file by itself, or out of a bundle. */
export interface HandedIn {
  readonly submission: Submission;
  /** The lesson that it is graded as. */
  readonly stem: string;
  readonly bundle?: Bundle;
}

/**
 * Reads what was handed in.
 *
 * @param path of an exercise file or bundle
 * @param stems of the lessons that there are
 * @throws UsageError if it cannot be graded, with what to do
 */
export async function readHandedIn(path: string, stems: readonly string[]): Promise<HandedIn> {
  try {
    return isBundle(path) ? await fromBundle(path, stems) : fromFile(path, stems);
  } catch (error) {
    if (error instanceof BundleError)
      throw new UsageError(`unroll grade: ${path}: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new UsageError(
      `unroll grade: expected to read ${path}, received ${code}. Look at its permissions.`,
    );
  }
}

/** By its name, or by its first bytes where the name was changed. */
function isBundle(path: string): boolean {
  if (/\.zip$/i.test(path)) return true;
  if (/\.ts$/i.test(path)) return false;
  return statSync(path).isFile() && firstBytes(path, 4) === 'PK\x03\x04';
}

function firstBytes(path: string, count: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

async function fromBundle(path: string, stems: readonly string[]): Promise<HandedIn> {
  const found = statSync(path);
  if (!found.isFile()) throw new BundleError('a file', 'something else', 'Remove it.');
  const size = (found.size / 2 ** 20).toFixed(1);
  if (found.size > mostBundleBytes)
    throw new BundleError(`at most ${String(mostBundleBytes / 2 ** 20)} MB`, `${size} MB`);
  const bundle = await readBundle(readFileSync(path));
  const { lesson } = bundle.manifest;
  if (!stems.includes(lesson))
    throw new BundleError(
      `a lesson of this course (${stems.join(', ')})`,
      lesson,
      'Update the course, or ask for the right bundle.',
    );
  return { submission: { path, text: bundle.text }, stem: lesson, bundle };
}

function fromFile(path: string, stems: readonly string[]): HandedIn {
  const submission = readSubmission(path, path);
  return { submission, stem: lessonOf(submission, stems) };
}

/**
 * Which lesson a file belongs to: its name says so, else the first lines that were made with it.
 */
function lessonOf({ path, text }: Submission, stems: readonly string[]): string {
  const named = stems.find((stem) => basename(path).includes(stem));
  const header = text.split('\n', 5).join('\n');
  const stem = named ?? stems.find((known) => header.includes(`lesson ${known}`));
  if (stem !== undefined) return stem;
  throw new UsageError(
    `unroll grade: expected the name of a lesson in ${path}, received neither in its name nor in its first lines. Name it after its lesson, as ${stems.at(-1) ?? 'the lesson'}.ts.`,
  );
}
