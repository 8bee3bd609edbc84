/** Which declaration each name in a file means. */
import type * as acorn from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { boundNames } from './parts.js';

/** A variable, function, class, parameter or import. */
export interface Binding {
  /** True for what stands at the top of the file. */
  readonly isTop: boolean;
}

/** What one function declares, and what stands around it. */
class Scope {
  readonly #names = new Map<string, Binding>();

  constructor(private readonly around?: Scope) {}

  declare(name: string): Binding {
    const binding = this.#names.get(name) ?? { isTop: this.around === undefined };
    this.#names.set(name, binding);
    return binding;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.around?.find(name);
  }
}

/**
 * The declarations of a file by function: what a block declares counts as its function's, since
 * esbuild leaves no name to an inner declaration that an outer one has.
 */
export class Scopes {
  readonly #scopes = new Map<acorn.Node, Scope>();
  readonly #meant = new Map<acorn.Identifier, Binding>();
  readonly #top = new Scope();

  constructor(program: acorn.Program) {
    const names: [acorn.Identifier, Scope][] = [];
    fullAncestor(program, (node, _, around) => {
      const own = this.#innermost(around, around.length);
      const isNamedOutside = node.type === 'FunctionDeclaration';
      const scope = isNamedOutside ? this.#innermost(around, around.length - 1) : own;
      for (const name of namesDeclaredBy(node)) scope.declare(name);
      if ('params' in node) for (const name of node.params.flatMap(boundNames)) own.declare(name);
      if (node.type === 'Identifier') names.push([node, own]);
    });
    // Some are declared after they are used.
    for (const [node, scope] of names) {
      const binding = scope.find(node.name);
      if (binding !== undefined) this.#meant.set(node, binding);
    }
  }

  /** The declaration that a name means; nothing if the file has none. */
  meant(name: acorn.Identifier): Binding | undefined {
    return this.#meant.get(name);
  }

  /** Whether a name means something at the top of the file or outside of it. */
  isOuter(name: acorn.Identifier): boolean {
    return this.meant(name)?.isTop ?? true;
  }

  /** The declaration of a name at the top of the file, made where there is none. */
  top(name: string): Binding {
    return this.#top.declare(name);
  }

  /** The scope of the innermost function among the first nodes; each stands in the one before. */
  #innermost(around: readonly acorn.Node[], count: number): Scope {
    for (let i = count - 1; i > 0; i--) {
      const node = around[i];
      if (node === undefined || !('params' in node)) continue;
      const scope = this.#scopes.get(node) ?? new Scope(this.#innermost(around, i));
      this.#scopes.set(node, scope);
      return scope;
    }
    return this.#top;
  }
}

/** Names that a node declares, parameters apart. */
function namesDeclaredBy(node: acorn.AnyNode): readonly string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => local.name);
    case 'VariableDeclarator':
      return boundNames(node.id);
    case 'CatchClause':
      return node.param ? boundNames(node.param) : [];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id.name] : [];
    default:
      return [];
  }
}
