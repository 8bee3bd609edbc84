/** A submission taken apart: what it imports, declares, exports and does at the top. */
import type * as acorn from 'acorn';
import { full } from 'acorn-walk';

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
  /** Every name it mentions, its own and shadowed ones too. */
  readonly uses: ReadonlySet<string>;
}

export interface Parts {
  readonly imports: readonly Imported[];
  readonly parts: readonly Part[];
  /** Local names by the names they are exported under. */
  readonly exports: ReadonlyMap<string, string>;
}

/** Takes a parsed module apart. */
export function takeApart(program: acorn.Program): Parts {
  const imports: Imported[] = [];
  const parts: Part[] = [];
  const exports = new Map<string, string>();
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') imports.push(...importsOf(node));
    else if (node.type === 'ExportNamedDeclaration') takeExport(node, imports, parts, exports);
    else if (node.type === 'ExportAllDeclaration')
      imports.push({ from: textOf(node.source), imported: '*', local: '', at: node.start });
    else if (node.type === 'ExportDefaultDeclaration') takeDefault(node, parts);
    else parts.push(...partsOf(node));
  }
  return { imports, parts, exports };
}

function takeExport(
  node: acorn.ExportNamedDeclaration,
  imports: Imported[],
  parts: Part[],
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
function takeDefault(node: acorn.ExportDefaultDeclaration, parts: Part[]): void {
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

function partsOf(node: acorn.Statement | acorn.Declaration): Part[] {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return [partOf(node, [node.id.name])];
  if (node.type === 'VariableDeclaration')
    return node.declarations.map((declarator) =>
      partOf(declarator, boundNames(declarator.id), `${node.kind} `, ';'),
    );
  return [partOf(node, [])];
}

function partOf(node: acorn.Node, names: readonly string[], before = '', after = ''): Part {
  return { node, names, before, after, uses: namesIn(node) };
}

/** Every name mentioned in a node as a variable, declared there or not. */
export function namesIn(node: acorn.Node): Set<string> {
  const names = new Set<string>();
  full(node, (inner) => {
    if (inner.type === 'Identifier') names.add(inner.name);
  });
  return names;
}

/** Names that a pattern binds. */
export const boundNames = (pattern: acorn.Pattern): string[] =>
  boundIn(pattern).map(({ name }) => name);

/** The places in a pattern where it binds a name. */
export function boundIn(pattern: acorn.Pattern): acorn.Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundIn(element)));
    case 'RestElement':
      return boundIn(pattern.argument);
    case 'AssignmentPattern':
      return boundIn(pattern.left);
    default:
      return [];
  }
}

const nameOf = (node: acorn.Identifier | acorn.Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

const textOf = (node: acorn.Literal): string => String(node.value);
