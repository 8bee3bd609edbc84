import type * as acorn from 'acorn';
import type { Task } from '../task.js';
import type { Part, Parts } from './parts.js';

interface Text {
  readonly parts: Parts;
  readonly script: string;
}

/** True if the task's function is still the stub: it only throws Unsolved, or equals the stub. */
export function isUnattempted(
  parts: Parts,
  script: string,
  task: Task,
  stub: Text | undefined,
): boolean {
  const part = partOf(parts, task);
  if (part === undefined) return false;
  const imported = parts.imports.find((one) => one.imported === 'Unsolved');
  if (imported !== undefined && onlyThrows(functionOf(part.node), imported.local)) return true;
  const stubPart = stub && partOf(stub.parts, task);
  return stubPart !== undefined && textOf(part, script) === textOf(stubPart, stub?.script ?? '');
}

const partOf = ({ parts, exports }: Parts, task: Task) =>
  parts.find(({ names }) => names.includes(exports.get(task.name) ?? ''));

/** esbuild has printed both, so that white space, comments and types are no difference. */
const textOf = ({ node }: Part, script: string) => script.slice(node.start, node.end);

function functionOf(node: acorn.Node): acorn.Node | undefined {
  const any = node as acorn.AnyNode;
  if (any.type === 'FunctionDeclaration') return any.body;
  if (any.type !== 'VariableDeclarator' || !any.init) return undefined;
  const { init } = any;
  return init.type === 'ArrowFunctionExpression' || init.type === 'FunctionExpression'
    ? init.body
    : undefined;
}

function onlyThrows(body: acorn.Node | undefined, unsolved: string): boolean {
  const block = body as acorn.AnyNode | undefined;
  if (block?.type !== 'BlockStatement' || block.body.length !== 1) return false;
  const [only] = block.body;
  return (
    only?.type === 'ThrowStatement' &&
    only.argument.type === 'NewExpression' &&
    only.argument.callee.type === 'Identifier' &&
    only.argument.callee.name === unsolved
  );
}
