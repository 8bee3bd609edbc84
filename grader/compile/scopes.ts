/** Which declaration each name in a file means. */
import type * as acorn from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { boundNames } from './patterns.js';

/** A variable, function, class, parameter or import. */
export interface Binding {
  readonly name: string;
  /** True for what stands at the top of the file. */
  readonly isTop: boolean;
}

/** What one function, block or loop declares, and what stands around it. */
class Scope {
  readonly #names = new Map<string, Binding>();

  constructor(
    readonly holdsVar: boolean,
    readonly around?: Scope,
  ) {}

  declare(name: string): Binding {
    const binding = this.#names.get(name) ?? { name, isTop: this.around === undefined };
    this.#names.set(name, binding);
    return binding;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.around?.find(name);
  }

  /** Where a `var` is declared. */
  get ofFunction(): Scope {
    return this.holdsVar ? this : (this.around?.ofFunction ?? this);
  }
}

/** The declarations of a file, and what its names mean. */
export class Scopes {
  readonly #scopes = new Map<acorn.Node, Scope>();
  readonly #meant = new Map<acorn.Identifier, Binding>();
  readonly #top = new Scope(true);

  constructor(program: acorn.Program) {
    const names: [acorn.Identifier, Scope][] = [];
    fullAncestor(program, (node, _, around) => {
      this.#declare(node, around);
      if (node.type === 'Identifier') names.push([node, this.#scopeAt(around, around.length)]);
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

  #declare(node: acorn.AnyNode, around: readonly acorn.Node[]): void {
    const outside = this.#scopeAt(around, around.length - 1);
    const own = this.#scopeAt(around, around.length);
    const declare = (scope: Scope, patterns: readonly (acorn.Pattern | null | undefined)[]) => {
      for (const pattern of patterns)
        if (pattern) for (const name of boundNames(pattern)) scope.declare(name);
    };
    if (node.type === 'ImportDeclaration')
      declare(
        own,
        node.specifiers.map(({ local }) => local),
      );
    else if (node.type === 'VariableDeclaration')
      declare(
        node.kind === 'var' ? own.ofFunction : own,
        node.declarations.map(({ id }) => id),
      );
    else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
      declare(outside, [node.id]);
    else if (node.type === 'FunctionExpression' || node.type === 'ClassExpression')
      declare(own, [node.id]);
    else if (node.type === 'CatchClause') declare(own, [node.param]);
    if ('params' in node) declare(own, node.params);
  }

  /** The innermost scope of the first `end` nodes, each of which stands in the one before. */
  #scopeAt(around: readonly acorn.Node[], end: number): Scope {
    for (let i = end - 1; i > 0; i--) {
      const node = around[i];
      if (node === undefined || !opensScope.has(node.type)) continue;
      const known =
        this.#scopes.get(node) ?? new Scope(holdsVar.has(node.type), this.#scopeAt(around, i));
      this.#scopes.set(node, known);
      return known;
    }
    return this.#top;
  }
}

const kinds = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

const holdsVar = kinds(
  'FunctionDeclaration FunctionExpression ArrowFunctionExpression StaticBlock',
);

const opensScope = kinds(
  `FunctionDeclaration FunctionExpression ArrowFunctionExpression StaticBlock BlockStatement
  ForStatement ForInStatement ForOfStatement SwitchStatement CatchClause ClassExpression`,
);
