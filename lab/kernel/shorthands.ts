import type * as TypeScript from '@tslab/typescript-for-tslab';

type Builder = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;

/** Where tslab declares what earlier cells left. */
const DECLARATIONS = /(^|\/)__prev__\.d\.ts$/;

/**
 * Lets a cell write `{ params }` where `params` is of an earlier cell. What earlier cells left are
 * properties of `exports`; tslab puts that before each of their names, but takes the name in a
 * shorthand for a property's, and leaves it.
 *
 * @param builder of the program; it is changed
 * @param ts the compiler
 * @returns the same builder
 */
export function withShorthands(builder: Builder, ts: typeof TypeScript): Builder {
  const emit = builder.emit.bind(builder);
  builder.emit = (file, write, token, onlyDeclarations, transformers) =>
    emit(file, write, token, onlyDeclarations, {
      ...transformers,
      before: [...(transformers?.before ?? []), writtenOut(builder.getProgram(), ts)],
    });
  return builder;
}

/** `{ params }` of an earlier cell becomes `{ params: exports.params }`. */
function writtenOut(
  program: TypeScript.Program,
  ts: typeof TypeScript,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const checker = program.getTypeChecker();
  const isEarlier = (node: TypeScript.ShorthandPropertyAssignment) =>
    checker
      .getShorthandAssignmentValueSymbol(node)
      ?.declarations?.some((one) => DECLARATIONS.test(one.getSourceFile().fileName)) === true;
  return (context) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node))
        return ts.visitEachChild(node, visit, context);
      const value = ts.factory.createPropertyAccessExpression(
        ts.factory.createIdentifier('exports'),
        node.name,
      );
      return ts.factory.createPropertyAssignment(
        ts.factory.createIdentifier(node.name.text),
        value,
      );
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}
