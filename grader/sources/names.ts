import ts from 'typescript';
import { boundNames } from './sources.js';

/** Names that a piece of code uses, as opposed to those of properties and of what it declares. */
export function usedNames(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && isUse(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** Names that a piece of code declares for itself: parameters, variables, type parameters. */
export function localNames(node: ts.Node): Map<string, ts.Node> {
  const names = new Map<string, ts.Node>();
  const visit = (child: ts.Node): void => {
    if (ts.isVariableDeclaration(child) || ts.isParameter(child))
      for (const name of boundNames(child.name)) names.set(name, child);
    else if (
      (ts.isFunctionDeclaration(child) || ts.isTypeParameterDeclaration(child)) &&
      child.name
    )
      names.set(child.name.text, child);
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return names;
}

function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isQualifiedName(parent)) return parent.left === name;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  if (ts.isBindingElement(parent)) return parent.initializer === name;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === name;
  const declares =
    ts.isNamedTupleMember(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent);
  return !(declares && parent.name === name);
}
