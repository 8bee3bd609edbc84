/** A submission taken apart: what it imports, declares, exports and does at the top. */
import type * as acorn from 'acorn';
import { full } from 'acorn-walk';
import { boundNames } from './patterns.js';
import type { Scopes } from './scopes.js';

/** A name that an import brings in; `imported` is `*` for the whole namespace. */
export interface Imported {
  readonly from: string;
  readonly imported: string;
  readonly local: string;
  readonly at: number;
}

/** A declaration or a statement of the file's top level. */
export interface Part {
  readonly node: acorn.Node;
  /** Names it declares; none for a statement. */
  readonly names: readonly string[];
  /** Text put before and after the node's own: a declarator needs its `const`. */
  readonly before: string;
  readonly after: string;
  /** Every name that it mentions and that stands outside of it, its own too. */
  readonly uses: ReadonlySet<string>;
}

type Piece = Omit<Part, 'uses'>;

export interface Parts {
  readonly imports: readonly Imported[];
  readonly parts: readonly Part[];
  /** Local names by the names they are exported under. */
  readonly exports: ReadonlyMap<string, string>;
}

/** Takes a parsed module apart. */
export function takeApart(program: acorn.Program, scopes: Scopes): Parts {
  const imports: Imported[] = [];
  const parts: Piece[] = [];
  const exports = new Map<string, string>();
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') imports.push(...importsOf(node));
    else if (node.type === 'ExportNamedDeclaration') takeExport(node, imports, parts, exports);
    else if (node.type === 'ExportAllDeclaration')
      imports.push({ from: textOf(node.source), imported: '*', local: '', at: node.start });
    else if (node.type === 'ExportDefaultDeclaration') takeDefault(node, parts);
    else parts.push(...partsOf(node));
  }
  const withUses = parts.map((part) => ({ ...part, uses: outerNames(part.node, scopes) }));
  return { imports, parts: withUses, exports };
}

function takeExport(
  node: acorn.ExportNamedDeclaration,
  imports: Imported[],
  parts: Piece[],
  exports: Map<string, string>,
): void {
  if (node.declaration) {
    const declared = partsOf(node.declaration);
    for (const name of declared.flatMap((part) => part.names)) exports.set(name, name);
    parts.push(...declared);
  }
  for (const { local, exported } of node.specifiers) {
    const [from, to] = [nameOf(local), nameOf(exported)];
    if (!node.source) exports.set(to, from);
    else {
      const fresh = `__unroll_from_${to}`;
      imports.push({ from: textOf(node.source), imported: from, local: fresh, at: node.start });
      exports.set(to, fresh);
    }
  }
}

/** A default export is no task's answer, but others may use it by its name. */
function takeDefault(node: acorn.ExportDefaultDeclaration, parts: Piece[]): void {
  const { declaration } = node;
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration')
    if (declaration.id) parts.push(partOf(declaration, [declaration.id.name]));
}

function importsOf(node: acorn.ImportDeclaration): Imported[] {
  const from = textOf(node.source);
  if (node.specifiers.length === 0) return [{ from, imported: '*', local: '', at: node.start }];
  return node.specifiers.map((specifier) => ({
    from,
    imported:
      specifier.type === 'ImportSpecifier'
        ? nameOf(specifier.imported)
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*',
    local: specifier.local.name,
    at: node.start,
  }));
}

function partsOf(node: acorn.Statement | acorn.Declaration): Piece[] {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return [partOf(node, [node.id.name])];
  if (node.type === 'VariableDeclaration')
    return node.declarations.map((declarator) =>
      partOf(declarator, boundNames(declarator.id), `${node.kind} `, ';'),
    );
  return [partOf(node, [])];
}

const partOf = (node: acorn.Node, names: readonly string[], before = '', after = ''): Piece => ({
  node,
  names,
  before,
  after,
});

/** Names of the file's top, or of none of its declarations, that are mentioned in a node. */
function outerNames(node: acorn.Node, scopes: Scopes): Set<string> {
  const names = new Set<string>();
  full(node, (inner) => {
    if (inner.type === 'Identifier' && scopes.isOuter(inner)) names.add(inner.name);
  });
  return names;
}

const nameOf = (node: acorn.Identifier | acorn.Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

const textOf = (node: acorn.Literal): string => String(node.value);
