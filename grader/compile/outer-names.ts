import type * as acorn from 'acorn';
import { ancestor, full } from 'acorn-walk';
import { boundNames } from './parts.js';

/**
 * Places where code means a name of the file and not a variable of a function around it.
 *
 * @param wanted names to look for
 * @returns the first place of each
 */
export function outerNames(
  node: acorn.Node,
  wanted: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, number> {
  const bound = new Map<acorn.Node, ReadonlySet<string>>();
  const boundIn = (scope: acorn.Node) => {
    const known = bound.get(scope) ?? namesBoundIn(scope);
    bound.set(scope, known);
    return known;
  };
  const found = new Map<string, number>();
  ancestor(node, {
    Identifier: ({ name, start }, _, around) => {
      if (!wanted.has(name) || found.has(name)) return;
      const isBound = around.some((scope) => isFunction(scope) && boundIn(scope).has(name));
      if (!isBound) found.set(name, start);
    },
  });
  return found;
}

const isFunction = ({ type }: acorn.Node) =>
  ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(type);

/** Parameters and variables of a function; a block's and an inner function's count as its own. */
function namesBoundIn(scope: acorn.Node): ReadonlySet<string> {
  const patterns: acorn.Pattern[] = [];
  full(scope, (node) => {
    switch (node.type) {
      case 'VariableDeclarator':
        patterns.push(node.id);
        break;
      case 'CatchClause':
        if (node.param) patterns.push(node.param);
        break;
      case 'ClassDeclaration':
        if (node.id) patterns.push(node.id);
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        patterns.push(...node.params);
        if (node.id) patterns.push(node.id);
    }
  });
  return new Set(patterns.flatMap(boundNames));
}
