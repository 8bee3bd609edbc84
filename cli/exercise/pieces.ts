import ts from 'typescript';
import type { Task } from '../../grader/task.js';
import { docstring } from '../../tools/lessons/docstrings.js';
import { usedNames } from '../../grader/sources/names.js';
import type { Declaration, Source } from '../../grader/sources/sources.js';

/** A declaration at the top of a file, from its docstring to its end. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly declaration: Declaration;
}

/** The pieces that declare a name; usually one. */
export function piecesOf(source: Source, name: string): readonly Piece[] {
  const declared = source.declarations.get(name) ?? [];
  return declared.map((declaration) => pieceOf(source, declaration));
}

function pieceOf(source: Source, declaration: Declaration): Piece {
  const { text } = source.syntax;
  const { node } = declaration;
  const from = node.getStart(source.syntax);
  const comment = docstring(source, node);
  const start = comment === '' ? from : text.lastIndexOf(comment, from);
  return { start, end: node.end, text: text.slice(start, node.end), declaration };
}

/**
 * What a task's function needs of its own file, in the file's order, the function itself last.
 *
 * @param source the file
 * @param task the task
 * @param others functions of other tasks, which are left out
 */
export function piecesNeeded(
  source: Source,
  { name }: Task,
  others: ReadonlySet<string>,
): readonly Piece[] {
  const wanted = new Set([name]);
  // A set may grow while it is walked: what a helper needs comes in too.
  for (const one of wanted)
    for (const { declaration } of piecesOf(source, one))
      for (const used of usedNames(declaration.node))
        if (source.declarations.has(used) && !others.has(used)) wanted.add(used);
  wanted.delete(name);
  const needed = [...wanted].flatMap((one) => piecesOf(source, one));
  return [...needed.sort((a, b) => a.start - b.start), ...piecesOf(source, name)];
}

/** The end of a file's imports, where another one fits. */
export function endOfImports({ syntax }: Source): number {
  return syntax.statements.filter(ts.isImportDeclaration).at(-1)?.end ?? 0;
}
