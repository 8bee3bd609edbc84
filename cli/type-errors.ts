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

/** What TypeScript has to say about a student's own file, a line each: the place, then the words. */
export function typeErrorsIn(file: string, root: string): readonly string[] {
  const program = ts.createProgram([file], options);
  const source = program.getSourceFile(file);
  if (source === undefined) return [];
  const found = program.getSemanticDiagnostics(source);
  const lines = found.slice(0, mostShown).map(({ start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${relative(root, file)}:${String(line + 1)}: ${text}`;
  });
  const more = found.length - mostShown;
  return more > 0 ? [...lines, `and ${String(more)} more`] : lines;
}
