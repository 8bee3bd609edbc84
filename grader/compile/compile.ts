/** Turns one submitted file into code that a box can run for one task. */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import * as acorn from 'acorn';
import { forbiddenNames, type Rules } from '../box/forbidden.js';
import { neededBy } from '../needs.js';
import type { Lesson, Task } from '../task.js';
import { surplusArguments } from './arguments.js';
import { assemble } from './assemble.js';
import type { Compiled, SyntaxFault } from './compiled.js';
import { importMessage, mayImport } from './imports.js';
import { type Parts, takeApart } from './parts.js';
import { learnNames, refuse, type Known, type Refusal } from './refuse.js';
import { selectParts } from './select.js';
import { stripTypes, tooLarge, type Stripped } from './strip-types.js';
import { isUnattempted } from './unattempted.js';

export interface TaskOptions {
  readonly task: Task;
  readonly lesson: Lesson;
  /**
   * The made exercise's text, where it is at hand: a function that equals its stub is unattempted.
   */
  readonly stub?: string;
}

export interface CompileOptions extends TaskOptions {
  /** Name of the submitted file, for messages. */
  readonly file: string;
}

export type { Compiled } from './compiled.js';

/** A submission read once, to be compiled for any of its tasks. */
export interface Read extends Omit<Stripped, 'kind'> {
  readonly kind: 'read';
  readonly parts: Parts;
  readonly known: Known;
}

/**
 * Reads a submission: types off, taken apart.
 *
 * @param source the submitted file's text
 * @param file its name, for messages
 */
export async function readSource(source: string, file: string): Promise<Read | SyntaxFault> {
  const stripped = await stripTypes(source, file);
  if (stripped.kind === 'syntax-error') return stripped;
  const { script, map } = stripped;
  return unlessTooDeep(() => {
    const program = parse(script);
    const parts = takeApart(program);
    return { kind: 'read', script, map, parts, known: learnNames(program, parts.imports) };
  });
}

/**
 * Compiles a submission for one task graded alone: functions of the tasks it builds on come from
 * the module `references`, and what it uses of other tasks or from elsewhere is refused.
 */
export async function compileTask(
  read: Read | SyntaxFault,
  options: TaskOptions,
): Promise<Compiled> {
  if (read.kind === 'syntax-error') return read;
  const { task, lesson } = options;
  const stub = options.stub === undefined ? undefined : await stripTypes(options.stub, 'stub');
  return unlessTooDeep(() =>
    compileScript(read, task, lesson, stub?.kind === 'script' ? stub : undefined),
  );
}

/**
 * Reads a submission and compiles it for one task.
 *
 * @param source the submitted file's text
 */
export async function compile(source: string, options: CompileOptions): Promise<Compiled> {
  return compileTask(await readSource(source, options.file), options);
}

/** What esbuild reads and we cannot is nested deeper than anyone writes. */
function unlessTooDeep<T>(work: () => T): T | SyntaxFault {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError)
      return tooLarge('of plain nesting', error.message);
    throw error;
  }
}

function compileScript(
  { script, map, parts, known }: Read,
  task: Task,
  lesson: Lesson,
  stub: Stripped | undefined,
): Compiled {
  const lineOf = (at: number) => originalLine(script, at, map);
  if (!parts.exports.has(task.name)) {
    const declared = parts.parts.some(({ names }) => names.includes(task.name));
    return { kind: 'missing', declared, exported: [...parts.exports.keys()] };
  }
  if (isUnattempted(parts, script, task, stub && { parts: apart(stub), script: stub.script }))
    return { kind: 'unattempted' };
  const chosen = selectParts(parts, known.scopes, task, lesson);
  const used = new Set([exportedAs(parts, task), ...chosen.kept.flatMap(({ uses }) => [...uses])]);
  const badImport = parts.imports.find(
    ({ from, local }) => used.has(local) && !mayImport(from, lesson),
  );
  if (badImport !== undefined) {
    const { from, at } = badImport;
    const message = importMessage(badImport, task, lesson);
    return { kind: 'forbidden-import', what: from, line: lineOf(at), message };
  }
  const rules = rulesOf(task, lesson);
  const isForbidden = forbiddenNames(rules);
  const refusals = [
    ...chosen.kept.map((part) => refuse(part.node, known, isForbidden)),
    ...chosen.refused,
    forbiddenReexport(parts, task, known, isForbidden),
  ].filter((refusal) => refusal !== undefined);
  const [refusal] = refusals.sort((a, b) => a.at - b.at);
  if (refusal !== undefined) {
    const { what, at, message } = refusal;
    return { kind: 'forbidden', what, line: lineOf(at), message };
  }
  const assembled = assemble(script, parts, chosen, task);
  const [surplus] = chosen.kept.flatMap((part) => surplusArguments(part.node, known) ?? []);
  const slip = surplus && `Line ${String(lineOf(surplus.at))}: ${surplus.message}`;
  return { kind: 'code', ...assembled, rules, map, name: task.name, ...(slip && { slip }) };
}

const parse = (script: string) =>
  acorn.parse(script, {
    ecmaVersion: 2022,
    sourceType: 'module',
    allowHashBang: true,
  });

const apart = (stub: Stripped): Parts => takeApart(parse(stub.script));

/** What a task allows: answers of its lesson are withheld unless it builds on them. */
export function rulesOf(task: Task, lesson: Lesson): Rules {
  const needed = neededBy(task, lesson);
  const withheld = lesson.tasks.filter((other) => !needed.includes(other));
  const namesOf = (tasks: readonly Task[]) => tasks.map(({ name }) => name);
  return { forbidden: task.forbidden, withheld: namesOf(withheld), needed: namesOf(needed) };
}

const exportedAs = ({ exports }: Parts, task: Task) => exports.get(task.name) ?? task.name;

/** `export { softmax } from '../src/core/index.js'` hands in what was to be written. */
function forbiddenReexport(
  { exports, imports }: Parts,
  task: Task,
  { scopes, paths }: Known,
  isForbidden: (what: string) => boolean,
): Refusal | undefined {
  const local = exports.get(task.name) ?? '';
  const what = paths.get(scopes.top(local));
  if (what === undefined || !isForbidden(what)) return undefined;
  const at = imports.find((one) => one.local === local)?.at ?? 0;
  return {
    what,
    at,
    message: `${what} may not be used in this task. Write it yourself.`,
  };
}

function originalLine(script: string, at: number, map: string): number {
  const { line, column } = acorn.getLineInfo(script, at);
  return originalPositionFor(new TraceMap(map), { line, column }).line ?? line;
}
