import ts from 'typescript';
import type { Lesson, Task } from '../../grader/task.js';
import type { FunctionNode, Source, Sources } from './sources.js';
import type { Body } from './taught-function.js';

/** The functions of a task's bank, as they are written. */
export interface BankBodies {
  readonly mistakes: ReadonlyMap<string, Body>;
  readonly variants: ReadonlyMap<string, Body>;
}

/**
 * Reads the functions of `lessons/NN/mistakes/<task>.ts` as text, without running them.
 *
 * @throws LessonProblem if the file is missing or its bank is not written as an object
 */
export function readBank(lesson: Lesson, task: Task, sources: Sources): BankBodies {
  const source = bankSource(lesson, task, sources);
  const part = (name: string): Map<string, Body> =>
    new Map(
      partOf(source, name).properties.map((entry) => {
        const id = nameOf(entry);
        if (id === undefined)
          throw source.fault(entry, `write each of the ${name} out by its name.`);
        return [id, { source, node: functionOf(source, entry, name === 'mistakes') }];
      }),
    );
  return { mistakes: part('mistakes'), variants: part('variants') };
}

/**
 * The cause of each mistake of a task's bank, in the bank's order, read without running it.
 *
 * @throws LessonProblem if a cause is not written out as text
 */
export function readCauses(lesson: Lesson, task: Task, sources: Sources): Map<string, string> {
  const source = bankSource(lesson, task, sources);
  const causes = new Map<string, string>();
  for (const entry of partOf(source, 'mistakes').properties) {
    const id = nameOf(entry);
    const mistake = ts.isPropertyAssignment(entry)
      ? resolved(source, entry.initializer)
      : undefined;
    const cause =
      mistake !== undefined && ts.isObjectLiteralExpression(mistake)
        ? property(source, mistake, 'cause')
        : undefined;
    if (id === undefined || cause === undefined || !ts.isStringLiteralLike(cause))
      throw source.fault(entry, "write the mistake's cause out as text.");
    causes.set(id, cause.text);
  }
  return causes;
}

function bankSource(lesson: Lesson, task: Task, sources: Sources): Source {
  const path = `lessons/${lesson.stem}/mistakes/${task.id}.ts`;
  return sources.get(path, `lessons/${lesson.stem}/tasks.ts`);
}

function partOf(source: Source, name: string): ts.ObjectLiteralExpression {
  const bank = objectNamed(source, 'bank');
  const object = property(source, bank, name);
  if (object === undefined || !ts.isObjectLiteralExpression(object))
    throw source.fault(bank, `write the bank's ${name} out as an object.`);
  return object;
}

/** The wrong body of a debug task, with the parameters that the library's function has. */
export function wrongBody(task: Task, taught: Body, bank: BankBodies): Body {
  const body = bank.mistakes.get(task.wrongVersion ?? '');
  if (body === undefined) {
    const some = bank.mistakes.values().next().value?.source ?? taught.source;
    throw some.fault(
      some.syntax,
      `has no mistake '${task.wrongVersion ?? ''}', the wrong version of '${task.id}'.`,
    );
  }
  if (!ts.isFunctionExpression(body.node))
    throw body.source.fault(body.node, 'is a wrong version: write it as `run: function ...`.');
  const names = ({ node, source }: Body) =>
    node.parameters.map(({ name }) => name.getText(source.syntax));
  const expected = names(taught);
  const strange = names(body).findIndex((name, i) => name !== expected[i]);
  if (strange >= 0)
    throw body.source.fault(
      body.node,
      `names its parameter ${String(strange + 1)} other than the library's '${expected[strange] ?? 'none'}'. A wrong version stands under the library's signature.`,
    );
  return body;
}

function objectNamed(source: Source, name: string): ts.ObjectLiteralExpression {
  const node = source.declarations.get(name)?.[0]?.node;
  const value =
    node !== undefined && ts.isVariableStatement(node)
      ? node.declarationList.declarations[0]?.initializer
      : undefined;
  if (value === undefined || !ts.isObjectLiteralExpression(value))
    throw source.fault(
      source.syntax,
      `export const ${name}: MistakeBank = { mistakes, variants }.`,
    );
  return value;
}

function nameOf(entry: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = entry;
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}

function property(
  source: Source,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  const entry = object.properties.find((candidate) => nameOf(candidate) === name);
  return entry !== undefined && ts.isPropertyAssignment(entry)
    ? resolved(source, entry.initializer)
    : undefined;
}

/** A name of the file in place of which its value is taken. */
function resolved(source: Source, value: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(value)) return value;
  const node = source.declarations.get(value.text)?.[0]?.node;
  const found =
    node !== undefined && ts.isVariableStatement(node)
      ? node.declarationList.declarations.find(
          ({ name }) => name.getText(source.syntax) === value.text,
        )
      : undefined;
  return found?.initializer ?? value;
}

function functionOf(
  source: Source,
  entry: ts.ObjectLiteralElementLike,
  inRun: boolean,
): FunctionNode {
  const fault = () => source.fault(entry, 'write its function out here, or name one of this file.');
  if (!ts.isPropertyAssignment(entry)) throw fault();
  const outer = resolved(source, entry.initializer);
  const value =
    inRun && ts.isObjectLiteralExpression(outer) ? property(source, outer, 'run') : outer;
  if (value !== undefined && (ts.isFunctionExpression(value) || ts.isArrowFunction(value)))
    return value;
  const named =
    value !== undefined && ts.isIdentifier(value)
      ? source.declarations.get(value.text)?.[0]?.node
      : undefined;
  if (named !== undefined && ts.isFunctionDeclaration(named)) return named;
  throw fault();
}
