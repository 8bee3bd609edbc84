import ts from 'typescript';
import { editsOf, type Edit } from './edit-rules.js';

/** An edit of a text, with a description that no other edit of this function has. */
export interface DescribedEdit {
  readonly description: string;
  readonly text: string;
  /** Function that the edit brings in: `core.mean`, `tf.mean`. */
  readonly brings?: string;
}

/**
 * All small edits of functions in a file, one at a time.
 *
 * What only refuses bad input is left alone: checks of shapes, and everything that leads to a
 * throw.
 *
 * @param file text of an answer key
 * @param names functions to edit: the task's own and its helpers
 */
export function smallEdits(file: string, names: ReadonlySet<string>): DescribedEdit[] {
  const syntax = ts.createSourceFile('key.ts', file, ts.ScriptTarget.ES2022, true);
  const edits = syntax.statements
    .filter((statement) => declares(statement, names))
    .flatMap((statement) => editsWithin(statement));
  const seen = new Map<string, number>();
  return edits.map(({ start, end, text, description, brings }) => {
    const count = (seen.get(description) ?? 0) + 1;
    seen.set(description, count);
    return {
      description: count === 1 ? description : `${description} (${String(count)})`,
      text: file.slice(0, start) + text + file.slice(end),
      ...(brings === undefined ? {} : { brings }),
    };
  });
}

function declares(statement: ts.Statement, names: ReadonlySet<string>): boolean {
  if (ts.isFunctionDeclaration(statement)) return names.has(statement.name?.text ?? '');
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some(
    ({ name }) => ts.isIdentifier(name) && names.has(name.text),
  );
}

function editsWithin(node: ts.Node): Edit[] {
  if (onlyRefuses(node)) return [];
  const below: Edit[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...editsWithin(child));
  });
  return [...editsOf(node), ...below];
}

const refusals = ['shape', 'wrongInput', 'InputError', 'ShapeError'];

/** True for what matters to bad input alone, and for types. */
function onlyRefuses(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isThrowStatement(node)) return true;
  if (ts.isExpressionStatement(node)) return onlyRefuses(node.expression);
  if (ts.isIfStatement(node) && node.elseStatement === undefined) {
    const { thenStatement: then } = node;
    const statements: readonly ts.Statement[] = ts.isBlock(then) ? then.statements : [then];
    return statements.length === 1 && statements.every(ts.isThrowStatement);
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && refusals.includes(node.expression.text);
  return false;
}
