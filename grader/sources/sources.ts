import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { LessonProblem } from './problem.js';

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** A declaration at the top of a file. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'function' | 'type' | 'value';
  readonly exported: boolean;
  readonly node: ts.Statement;
}

/** A name that a file imports. */
export interface Import {
  /** Package, or path of the file from the project's folder. */
  readonly from: string;
  /** Its name there; `*` for the whole module. */
  readonly name: string;
  readonly typeOnly: boolean;
}

/** A TypeScript file with what it declares and imports at its top. */
export class Source {
  readonly syntax: ts.SourceFile;
  readonly declarations = new Map<string, readonly Declaration[]>();
  readonly imports = new Map<string, Import>();
  readonly importStatements: ts.ImportDeclaration[] = [];

  /** @param path from the project's folder, with forward slashes */
  constructor(
    readonly path: string,
    text: string,
  ) {
    this.syntax = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    for (const statement of this.syntax.statements) {
      if (ts.isImportDeclaration(statement)) this.import(statement);
      else for (const name of declaredNames(statement)) this.declare(name, statement);
    }
  }

  fault(node: ts.Node, fault: string): LessonProblem {
    const { line } = this.syntax.getLineAndCharacterOfPosition(node.getStart(this.syntax));
    return new LessonProblem(this.path, line + 1, fault);
  }

  private declare(name: string, node: ts.Statement): void {
    const exported =
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const kind = ts.isFunctionDeclaration(node)
      ? 'function'
      : ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
        ? 'type'
        : 'value';
    const before = this.declarations.get(name) ?? [];
    this.declarations.set(name, [...before, { name, kind, exported, node }]);
  }

  private import(node: ts.ImportDeclaration): void {
    this.importStatements.push(node);
    const clause = node.importClause;
    if (clause?.namedBindings === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return;
    const from = this.resolved(node.moduleSpecifier.text);
    const allTypes = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
    if (ts.isNamespaceImport(clause.namedBindings)) {
      this.imports.set(clause.namedBindings.name.text, { from, name: '*', typeOnly: allTypes });
      return;
    }
    for (const element of clause.namedBindings.elements)
      this.imports.set(element.name.text, {
        from,
        name: (element.propertyName ?? element.name).text,
        typeOnly: allTypes || element.isTypeOnly,
      });
  }

  /** A module as the path of its file from the project's folder; packages as they are. */
  resolved(specifier: string): string {
    if (!specifier.startsWith('.')) return specifier;
    return posix.join(posix.dirname(this.path), specifier).replace(/\.js$/, '.ts');
  }
}

/** Reads the project's TypeScript files, each once. */
export class Sources {
  private readonly read = new Map<string, Source>();

  constructor(readonly root: string) {}

  /**
   * @param path of the file, from the project's folder
   * @param wantedBy file that names it, for the message
   */
  get(path: string, wantedBy: string): Source {
    const known = this.read.get(path);
    if (known !== undefined) return known;
    let text: string;
    try {
      text = readFileSync(join(this.root, path), 'utf8');
    } catch {
      throw new LessonProblem(wantedBy, 1, `names ${path}, which is not there. Correct the path.`);
    }
    const source = new Source(path, text);
    this.read.set(path, source);
    return source;
  }

  /** Paths of all that was read, from the project's folder. */
  paths(): readonly string[] {
    return [...this.read.keys()];
  }

  /** What `src/core/index.ts` exports. */
  coreExports(): ReadonlySet<string> {
    return this.exportsOf(coreIndex, coreIndex);
  }

  /**
   * The names that a file exports, those of others that it passes on among them.
   *
   * @param path of the file, from the project's folder
   * @param wantedBy file that names it, for the message
   */
  exportsOf(path: string, wantedBy: string): ReadonlySet<string> {
    const source = this.get(path, wantedBy);
    const names = new Set<string>();
    for (const { name, exported } of [...source.declarations.values()].flat())
      if (exported) names.add(name);
    for (const statement of source.syntax.statements) {
      if (!ts.isExportDeclaration(statement)) continue;
      const { exportClause, moduleSpecifier: module } = statement;
      if (exportClause !== undefined && ts.isNamedExports(exportClause))
        for (const element of exportClause.elements) names.add(element.name.text);
      if (exportClause === undefined && module !== undefined && ts.isStringLiteral(module))
        for (const name of this.exportsOf(source.resolved(module.text), path)) names.add(name);
    }
    return names;
  }
}

const coreIndex = 'src/core/index.ts';

/** The module of `src/core` as a file asks for it. */
export function coreAsSeenFrom(path: string): string {
  const way = posix.relative(posix.dirname(path), coreIndex).replace(/\.ts$/, '.js');
  return way.startsWith('.') ? way : `./${way}`;
}

/** True for files of `src/core`. */
export function inCore(path: string): boolean {
  return dirname(path) === 'src/core';
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text];
  return [];
}

/** The names that a binding introduces: one, or those of a destructuring. */
export function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}
