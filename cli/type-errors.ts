import { relative } from 'node:path';
import ts from 'typescript';

const mostShown = 5;

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts'],
  types: [],
};

/** What of a file is of interest. */
export interface Tried {
  readonly functions: readonly string[];
  /** Whether what is wrong outside of these functions is of interest too. */
  readonly elsewhere: boolean;
}

/**
 * What TypeScript has to say about a student's own file, a line each: the place, then the words.
 *
 * @param file the exercise file
 * @param root the clone, from which the place is named
 * @param tried what was just tried: what is wrong inside of these functions comes first, and alone
 *   if nothing elsewhere is asked for
 */
export function typeErrorsIn(
  file: string,
  root: string,
  { functions, elsewhere }: Tried,
): readonly string[] {
  const program = ts.createProgram([file], options);
  const source = program.getSourceFile(file);
  if (source === undefined) return [];
  const isTried = ({ start = 0 }: ts.Diagnostic) => isInside(source, start, functions);
  const all = program.getSemanticDiagnostics(source).filter((one) => !isAboutConsole(one));
  const others = elsewhere ? all.filter((one) => !isTried(one)) : [];
  const found = [...all.filter(isTried), ...others];
  const lines = found.slice(0, mostShown).map(({ start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const text = ts.flattenDiagnosticMessageText(messageText, ' ').replaceAll(/\s+/g, ' ');
    return `${relative(root, file)}:${String(line + 1)}: ${text}`;
  });
  const more = found.length - mostShown;
  return more > 0 ? [...lines, `and ${String(more)} more`] : lines;
}

/** `console` is there where the code runs, but in no library that is loaded here. */
const isAboutConsole = ({ messageText }: ts.Diagnostic) =>
  typeof messageText === 'string' && messageText.startsWith("Cannot find name 'console'");

function isInside(source: ts.SourceFile, at: number, functions: readonly string[]): boolean {
  return source.statements.some(
    (one) =>
      ts.isFunctionDeclaration(one) &&
      functions.includes(one.name?.text ?? '') &&
      one.getStart(source) <= at &&
      at < one.end,
  );
}
