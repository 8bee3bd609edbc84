import ts from 'typescript';
import { Source } from '../../grader/sources/sources.js';

/**
 * Counts the pictures that cells draw, one call of a function of `src/plot` each. A function that
 * a cell defines around such a call draws one picture at each of its own calls.
 */
export class Pictures {
  private readonly drawing = new Set<string>();

  /** The pictures of the next cell. */
  in(code: string): number {
    const { syntax, imports } = new Source('cell.ts', code);
    for (const [local, { from, typeOnly }] of imports)
      if (from.startsWith('src/plot/') && !typeOnly) this.drawing.add(local);
    let pictures = 0;
    for (const statement of syntax.statements) {
      const calls = this.calls(statement);
      const defined = calls === 0 ? undefined : definedFunction(statement);
      if (defined === undefined) pictures += calls;
      else this.drawing.add(defined);
    }
    return pictures;
  }

  private calls(node: ts.Node): number {
    let calls = 0;
    const visit = (child: ts.Node): void => {
      if (ts.isCallExpression(child) && ts.isIdentifier(child.expression))
        if (this.drawing.has(child.expression.text)) calls++;
      ts.forEachChild(child, visit);
    };
    visit(node);
    return calls;
  }
}

/** The name of the function that a statement defines, if it does nothing else. */
function definedFunction(statement: ts.Statement): string | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text;
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration, second] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (declaration === undefined || value === undefined || second !== undefined) return undefined;
  const isFunction = ts.isArrowFunction(value) || ts.isFunctionExpression(value);
  return isFunction && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
}
