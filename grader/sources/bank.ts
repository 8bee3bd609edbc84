import ts from 'typescript';
import type { Help, Lesson, Task } from '../task.js';
import { edited, type Edit } from './edits.js';
import type { FunctionNode, Source, Sources } from './sources.js';
import { taughtFunction, type Body } from './taught-function.js';

/** A known mistake as it is written. */
export interface ReadMistake extends Help {
  /** The task's function with the slip in it. */
  readonly body: Body;
  /** Texts of the key and what stands in their place; none where the function is written out. */
  readonly edits: readonly Edit[];
}

/** The known mistakes of a task and its right answers written differently, by their ids. */
export interface Bank {
  readonly source: Source;
  readonly mistakes: ReadonlyMap<string, ReadMistake>;
  readonly variants: ReadonlyMap<string, Body>;
}

/**
 * Reads the bank of a task as text, without running it.
 *
 * @param path of the bank, from the project's folder
 * @throws LessonProblem if the file is missing, its bank is not written out, or an edit does not
 *   fit
 */
export function readBank(path: string, lesson: Lesson, task: Task, sources: Sources): Bank {
  const source = sources.get(path, `lessons/${lesson.stem}/tasks.ts`);
  const taught = taughtFunction(task, lesson, sources);
  const entries = (name: string) =>
    partOf(source, name).properties.map((entry) => {
      const id = nameOf(entry);
      if (id === undefined || !ts.isPropertyAssignment(entry))
        throw source.fault(entry, `write each of the ${name} out by its name.`);
      return { id, entry, value: resolved(source, entry.initializer) };
    });
  const mistakes = entries('mistakes').map(({ id, entry, value }) => {
    const text = (key: keyof Help) => {
      const written = textIn(property(source, value, key));
      if (written === undefined)
        throw source.fault(entry, `write the mistake's ${key} out as text.`);
      return written;
    };
    const help = { place: text('place'), probe: text('probe'), cause: text('cause') };
    const edits = editsOf(source, property(source, value, 'edit'));
    const body =
      edits.length > 0
        ? edited(taught, edits, source, sources)
        : { source, node: functionIn(source, property(source, value, 'run'), entry) };
    return [id, { ...help, body, edits }] as const;
  });
  const variants = entries('variants').map(
    ({ id, entry, value }) => [id, { source, node: functionIn(source, value, entry) }] as const,
  );
  return { source, mistakes: new Map(mistakes), variants: new Map(variants) };
}

/**
 * The function that a debug task gives out: that of a mistake, under the library's parameters.
 *
 * @throws LessonProblem if the bank has no such mistake, or it cannot be given out
 */
export function wrongBody(task: Task, taught: Body, { source, mistakes }: Bank): Body {
  const id = task.wrongVersion ?? '';
  const body = mistakes.get(id)?.body;
  if (body === undefined)
    throw source.fault(source.syntax, `has no mistake '${id}', the wrong version of '${task.id}'.`);
  const { node } = body;
  if (ts.isArrowFunction(node))
    throw body.source.fault(node, 'is a wrong version: write it as `run: function ...`.');
  const textOf = (of: Body) => of.node.getText(of.source.syntax);
  if (textOf(body) === textOf(taught))
    throw source.fault(
      mistakes.get(id)?.edits[0]?.at ?? source.syntax,
      `is a wrong version: edit '${task.name}' itself, which is given out, and not a helper alone.`,
    );
  const names = (of: Body) => of.node.parameters.map(({ name }) => name.getText(of.source.syntax));
  const expected = names(taught);
  const strange = names(body).findIndex((name, i) => name !== expected[i]);
  if (strange >= 0)
    throw body.source.fault(
      node,
      `names its parameter ${String(strange + 1)} other than the library's '${expected[strange] ?? 'none'}'. A wrong version stands under the library's signature.`,
    );
  return body;
}

function partOf(source: Source, name: string): ts.ObjectLiteralExpression {
  const bank = objectNamed(source, 'bank');
  const object = property(source, bank, name);
  if (object === undefined || !ts.isObjectLiteralExpression(object))
    throw source.fault(bank, `write the bank's ${name} out as an object.`);
  return object;
}

function objectNamed(source: Source, name: string): ts.ObjectLiteralExpression {
  const value = valueNamed(source, name);
  if (value === undefined || !ts.isObjectLiteralExpression(value))
    throw source.fault(
      source.syntax,
      `export const ${name}: MistakeBank<typeof ...> = { mistakes, variants }.`,
    );
  return value;
}

function valueNamed(source: Source, name: string): ts.Expression | undefined {
  const node = source.declarations.get(name)?.[0]?.node;
  return node !== undefined && ts.isVariableStatement(node)
    ? node.declarationList.declarations.find(
        (declared) => declared.name.getText(source.syntax) === name,
      )?.initializer
    : undefined;
}

/** A name of the file in place of which its value is taken. */
function resolved(source: Source, value: ts.Expression): ts.Expression {
  return (ts.isIdentifier(value) ? valueNamed(source, value.text) : undefined) ?? value;
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  if (name === undefined) return undefined;
  if (ts.isComputedPropertyName(name)) return textIn(name.expression);
  return ts.isPrivateIdentifier(name) || ts.isBigIntLiteral(name) ? undefined : name.text;
}

/** A text that is written out, in one piece or in several. */
function textIn(value: ts.Expression | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (ts.isStringLiteralLike(value)) return value.text;
  if (!ts.isBinaryExpression(value) || value.operatorToken.kind !== ts.SyntaxKind.PlusToken)
    return undefined;
  const [left, right] = [textIn(value.left), textIn(value.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function property(source: Source, object: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const entry = object.properties.find((candidate) => nameOf(candidate) === name);
  return entry !== undefined && ts.isPropertyAssignment(entry)
    ? resolved(source, entry.initializer)
    : undefined;
}

function editsOf(source: Source, value: ts.Expression | undefined): Edit[] {
  if (value === undefined) return [];
  const fault = (at: ts.Node) =>
    source.fault(at, 'write each edit out: a text of the key, then what stands in its place.');
  if (!ts.isObjectLiteralExpression(value) || value.properties.length === 0) throw fault(value);
  return value.properties.map((at) => {
    const from = nameOf(at);
    const to = ts.isPropertyAssignment(at) ? textIn(resolved(source, at.initializer)) : undefined;
    if (from === undefined || to === undefined) throw fault(at);
    return { from, to, at };
  });
}

function functionIn(
  source: Source,
  value: ts.Expression | undefined,
  entry: ts.Node,
): FunctionNode {
  if (value !== undefined && (ts.isFunctionExpression(value) || ts.isArrowFunction(value)))
    return value;
  const named =
    value !== undefined && ts.isIdentifier(value)
      ? source.declarations.get(value.text)?.[0]?.node
      : undefined;
  if (named !== undefined && ts.isFunctionDeclaration(named)) return named;
  throw source.fault(entry, 'write its function out here, or name one of this file.');
}
