import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { nearest } from '../../school/nearest.js';
import type { LessonText, Piece } from './lesson-text.js';
import { localNames, usedNames } from '../../grader/sources/names.js';
import { Pictures } from './pictures.js';
import { LessonProblem } from './problem.js';
import { Source, type Sources } from '../../grader/sources/sources.js';

type Code = Extract<Piece, { kind: 'code' }>;

/**
 * Checks that the cells of a lesson are TypeScript, and that what they import is exported.
 *
 * @throws LessonProblem at the first that is not, with the line in the lesson
 */
export function checkCells(sources: Sources, { file, pieces }: LessonText): void {
  const cells = pieces.filter((piece) => piece.kind === 'code');
  const pictures = new Pictures();
  for (const [i, cell] of cells.entries()) {
    checkSyntax(cell, file);
    checkImports(cell, file, sources);
    const draws = pictures.in(cell.code) > 0;
    if (cell.folded) checkFolded(cell, draws, cells.slice(i + 1), file);
  }
}

/** Checks that a folded cell only draws: what a student should see is not hidden with it. */
function checkFolded(cell: Code, draws: boolean, later: readonly Code[], file: string): void {
  const fault = (what: string) => new LessonProblem(file, cell.line, what);
  if (!draws) throw fault('this folded cell draws no picture. Remove fold.');
  const { declarations, syntax } = new Source('cell.ts', cell.code);
  if (usesAwait(syntax))
    throw fault('this folded cell waits for more than a picture. Remove fold.');
  for (const { code, line } of later) {
    const used = freeNames(new Source('cell.ts', code));
    const name = [...declarations.keys()].find((one) => used.has(one));
    if (name !== undefined)
      throw fault(
        `the cell in line ${String(line)} uses '${name}' of this folded one. Declare it in a cell that can be seen.`,
      );
  }
}

function usesAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || ts.forEachChild(node, usesAwait) === true;
}

/** Names that a cell takes from others. */
function freeNames({ syntax }: Source): Set<string> {
  const names = usedNames(syntax);
  for (const own of localNames(syntax).keys()) names.delete(own);
  return names;
}

function checkSyntax({ code, line }: Code, file: string): void {
  const { diagnostics } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  });
  const [first] = diagnostics ?? [];
  if (first === undefined) return;
  const place = first.file?.getLineAndCharacterOfPosition(first.start ?? 0);
  const text = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  throw new LessonProblem(
    file,
    line + 1 + (place?.line ?? 0),
    `this cell is no TypeScript: ${text} Correct it, or mark it no-run.`,
  );
}

function checkImports({ code, line }: Code, file: string, sources: Sources): void {
  const source = new Source('cell.ts', code);
  for (const statement of source.syntax.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { moduleSpecifier: module, importClause } = statement;
    if (!ts.isStringLiteral(module)) continue;
    const fault = (node: ts.Node, text: string) => {
      const at = source.syntax.getLineAndCharacterOfPosition(node.getStart(source.syntax));
      return new LessonProblem(file, line + 1 + at.line, text);
    };
    const missing = missingModule(sources.root, module.text);
    if (missing !== undefined) throw fault(module, missing);
    const named = importClause?.namedBindings;
    if (!module.text.startsWith('.') || named === undefined || !ts.isNamedImports(named)) continue;
    const path = module.text.replace(/^\.\//, '').replace(/\.js$/, '.ts');
    const exported = sources.exportsOf(path, file);
    for (const element of named.elements) {
      const name = (element.propertyName ?? element.name).text;
      if (exported.has(name)) continue;
      const near = nearest(name, [...exported]);
      const remedy =
        near === undefined ? 'Export it there, or correct the name.' : `Did you mean '${near}'?`;
      throw fault(element, `'${name}' is not exported by ${path}. ${remedy}`);
    }
  }
}

/** Why a cell cannot import a module, as seen from the project's folder. */
function missingModule(root: string, module: string): string | undefined {
  if (module.startsWith('.')) {
    const path = module.replace(/\.js$/, '.ts');
    if (path !== module && existsSync(join(root, path))) return undefined;
    return `there is no module '${module}'. Write its path from the clone's folder, as './src/core/index.js'.`;
  }
  if (module.startsWith('node:') || existsSync(join(root, 'node_modules', module)))
    return undefined;
  return `there is no package '${module}'. Install it, or correct the name.`;
}
