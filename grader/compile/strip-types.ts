import { transform, type TransformFailure } from 'esbuild';
import type { SyntaxFault } from './compiled.js';

/** JavaScript of a submission, with the way back to its lines. */
export interface Stripped {
  readonly kind: 'script';
  readonly script: string;
  readonly map: string;
}

/** Several times a whole lesson; on a file with thousands of errors esbuild's time is quadratic. */
const mostCharacters = 100_000;

/** Removes the types; nothing is checked, and nothing beside the text itself is read. */
export async function stripTypes(source: string, file: string): Promise<Stripped | SyntaxFault> {
  if (source.length > mostCharacters)
    return tooLarge(
      `at most ${String(mostCharacters)} characters`,
      `${String(source.length)} of them`,
    );
  try {
    const { code, map } = await transform(source, {
      loader: 'ts',
      format: 'esm',
      target: 'es2022',
      sourcemap: true,
      sourcesContent: false,
      sourcefile: file,
      legalComments: 'none',
      logLevel: 'silent',
      // Unused imports stay, so that a forbidden one is found whether it is used or not.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return { kind: 'script', script: code, map };
  } catch (error) {
    if (!isTransformFailure(error)) throw error;
    const [first] = error.errors;
    return {
      kind: 'syntax-error',
      message: first?.text ?? error.message,
      line: first?.location?.line ?? 1,
      column: (first?.location?.column ?? 0) + 1,
      text: first?.location?.lineText ?? '',
    };
  }
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
