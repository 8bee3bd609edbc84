import { stop, transform, type TransformFailure, type TransformOptions } from 'esbuild';
import { late, within } from '../within.js';
import type { SyntaxFault } from './compiled.js';

/** JavaScript of a submission, with the way back to its lines. */
export interface Stripped {
  readonly kind: 'script';
  readonly script: string;
  readonly map: string;
}

/** Several times a whole lesson; on a file with thousands of errors esbuild's time is quadratic. */
const mostCharacters = 100_000;

/**
 * A whole lesson takes a hundredth of a second; arrow functions in conditionals double the time
 * with every level.
 */
const mostMilliseconds = 10_000;

/** An identifier may be as long as the file, and messages quote it. */
const longestMessage = 300;

const options: TransformOptions = {
  loader: 'ts',
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'silent',
  // Unused imports stay, so that a forbidden one is found whether it is used or not.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

/** Removes the types; nothing is checked, and nothing beside the text itself is read. */
export async function stripTypes(source: string, file: string): Promise<Stripped | SyntaxFault> {
  if (source.length > mostCharacters)
    return tooLarge(
      `at most ${String(mostCharacters)} characters`,
      `${String(source.length)} of them`,
    );
  try {
    const stripped = await within(
      mostMilliseconds,
      transform(source, { ...options, sourcefile: file }),
    );
    if (stripped !== late) return { kind: 'script', script: stripped.code, map: stripped.map };
    await stop();
    return tooLarge(`that is read within ${String(mostMilliseconds / 1000)} s`, 'one that is not');
  } catch (error) {
    if (!isTransformFailure(error)) return await brokenBy(error);
    const [first] = error.errors;
    return {
      kind: 'syntax-error',
      message: (first?.text ?? error.message).slice(0, longestMessage),
      line: first?.location?.line ?? 1,
      column: (first?.location?.column ?? 0) + 1,
      text: first?.location?.lineText ?? '',
    };
  }
}

/**
 * The fault of a text on which esbuild itself broke.
 *
 * @throws the error if esbuild does not work for any other text either
 */
async function brokenBy(error: unknown): Promise<SyntaxFault> {
  await stop();
  await transform('').catch(() => {
    throw error;
  });
  return tooLarge('that esbuild can read', 'one that it breaks on');
}

/** A file that no person wrote. */
export const tooLarge = (expected: string, received: string): SyntaxFault => ({
  kind: 'syntax-error',
  message: `expected a file ${expected}, received ${received}`,
  line: 1,
  column: 1,
  text: '',
});

const isTransformFailure = (error: unknown): error is TransformFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);
