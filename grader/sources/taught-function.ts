import ts from 'typescript';
import type { Lesson, Task } from '../task.js';
import type { FunctionNode, Source, Sources } from './sources.js';

/** A function's text where it stands: the library's, or a mistake's in its place. */
export interface Body {
  readonly source: Source;
  readonly node: FunctionNode;
}

/** The library's function of a task. */
export type Taught = Body & { readonly node: ts.FunctionDeclaration };

/** The library's function of a task, held to what can be made an exercise of. */
export function taughtFunction(task: Task, lesson: Lesson, sources: Sources): Taught {
  const source = sources.get(task.from, `lessons/${lesson.stem}/tasks.ts`);
  const [declaration, second] = source.declarations.get(task.name) ?? [];
  if (declaration === undefined)
    throw source.fault(source.syntax, `has no '${task.name}', which the task '${task.id}' names.`);
  const { node } = declaration;
  if (second !== undefined)
    throw source.fault(second.node, `'${task.name}' is taught: give it one signature.`);
  if (!ts.isFunctionDeclaration(node) || node.body === undefined || !declaration.exported)
    throw source.fault(
      node,
      `'${task.name}' is taught: write it as an exported function with a block.`,
    );
  return { source, node };
}

/** A body as an exported function of a name. */
export function exportedAs(name: string, { source, node }: Body): string {
  if (ts.isArrowFunction(node)) return `export const ${name} = ${node.getText(source.syntax)};`;
  const parameters = (node.typeParameters ?? node.parameters).pos - 1;
  const asynchronous = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const keyword = asynchronous === true ? 'async function' : 'function';
  return `export ${keyword} ${name}${source.syntax.text.slice(parameters, node.end)}`;
}
