import type ts from 'typescript';
import { usedNames } from './names.js';
import type { Declaration } from './sources.js';
import type { Body } from './taught-function.js';

/** Statements of its file that a function stands on, directly or through others. */
function reached({ source, node }: Body, wanted: (declaration: Declaration) => boolean) {
  const found = new Set<ts.Node>();
  const follow = (code: ts.Node): void => {
    for (const name of usedNames(code)) {
      const [declaration] = source.declarations.get(name) ?? [];
      if (declaration === undefined || !wanted(declaration)) continue;
      if (declaration.node === node || found.has(declaration.node)) continue;
      found.add(declaration.node);
      follow(declaration.node);
    }
  };
  follow(node);
  return found;
}

/** The private functions and constants of its file that a function stands on. */
export function helpersOf(body: Body): ReadonlySet<ts.Node> {
  return reached(body, ({ exported, kind }) => !exported && kind !== 'type');
}

/** A function of a file as a module that holds what the function stands on and nothing else. */
export function standAlone(body: Body): string {
  const { source, node } = body;
  const values = reached(body, ({ kind }) => kind !== 'type');
  const isImport = new Set<ts.Node>(source.importStatements);
  const kept = source.syntax.statements.filter(
    (statement) => statement === node || values.has(statement) || isImport.has(statement),
  );
  return kept.map((statement) => statement.getText(source.syntax)).join('\n');
}
