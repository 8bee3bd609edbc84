import ts from 'typescript';
import type { Lesson, Task } from '../../grader/task.js';
import { localNames, usedNames } from '../../grader/sources/names.js';
import { taughtFunction, type Body } from '../../grader/sources/taught-function.js';
import {
  inCore,
  type Declaration,
  type FunctionNode,
  type Source,
  type Sources,
} from '../../grader/sources/sources.js';

/** A declaration copied from a file: a type, or a private helper. */
export interface Copied {
  readonly source: Source;
  readonly declaration: Declaration;
}

/** One function of an exercise file with what has to stand above it. */
export interface PlannedTask {
  readonly task: Task;
  /** The library's function: its signature and its docstring are the exercise's. */
  readonly taught: Body;
  /** What computes: the library's body, or the one put in its place. */
  readonly body: Body;
  readonly types: readonly Copied[];
  readonly helpers: readonly Copied[];
  /** Helpers that the stub has too, since the contract speaks of them. */
  readonly given: ReadonlySet<string>;
}

/** All that an exercise file, its answer key or a submission is made of. */
export interface Plan {
  readonly lesson: Lesson;
  readonly coreValues: ReadonlySet<string>;
  readonly coreTypes: ReadonlySet<string>;
  /** Functions of earlier lessons' exercises by stem. */
  readonly earlier: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tasks: readonly PlannedTask[];
}

const tensorflow = '@tensorflow/tfjs-core';

/**
 * Finds what the functions of a lesson stand on.
 *
 * @param lesson whose exercise is planned
 * @param lessons all lessons, in order
 * @param sources of the project
 * @param only tasks to take; all by default
 * @param instead bodies that stand in for the library's, by task
 * @throws LessonProblem where a function leans on what an exercise file cannot have
 */
export function planExercise(
  lesson: Lesson,
  lessons: readonly Lesson[],
  sources: Sources,
  only: readonly Task[] = lesson.tasks,
  instead: ReadonlyMap<string, Body> = new Map(),
): Plan {
  const planner = new Planner(lesson, lessons, sources);
  const tasks = only.map((task) => {
    const taught = taughtFunction(task, lesson, sources);
    return planner.plan(task, taught, instead.get(task.id) ?? taught);
  });
  const { coreValues, coreTypes, earlier } = planner;
  return { lesson, coreValues, coreTypes, earlier, tasks };
}

class Planner {
  readonly coreValues = new Set<string>();
  readonly coreTypes = new Set<string>();
  readonly earlier = new Map<string, Set<string>>();
  private readonly copied = new Map<string, Copied>();

  constructor(
    private readonly lesson: Lesson,
    private readonly lessons: readonly Lesson[],
    private readonly sources: Sources,
  ) {}

  plan(task: Task, taught: Body, body: Body): PlannedTask {
    const types: Copied[] = [];
    const helpers: Copied[] = [];
    const copy = (source: Source, declaration: Declaration): void => {
      const { node } = declaration;
      if (ts.isVariableStatement(node) && node.declarationList.declarations.length > 1)
        throw source.fault(
          node,
          `'${declaration.name}' is copied. Declare it in a statement of its own.`,
        );
      const known = this.copied.get(declaration.name);
      const copied = { source, declaration };
      if (known !== undefined) {
        if (textOf(known) !== textOf(copied))
          throw source.fault(
            node,
            `'${declaration.name}' of ${known.source.path} is another one. Rename one of them.`,
          );
        return;
      }
      this.copied.set(declaration.name, copied);
      this.follow(task, source, node, copy);
      (declaration.kind === 'type' ? types : helpers).push(copied);
    };
    this.follow(task, body.source, body.node, copy);
    if (body !== taught)
      for (const part of signatureParts(taught.node)) this.follow(task, taught.source, part, copy);
    return { task, taught, body, types, helpers, given: mentioned(taught) };
  }

  /** Finds where every name comes from that a piece of code uses. */
  private follow(
    task: Task,
    source: Source,
    node: ts.Node,
    copy: (source: Source, declaration: Declaration) => void,
  ): void {
    for (const [name, at] of localNames(node))
      if (isTopLevel(source, name) && source.declarations.get(name)?.[0]?.node !== node)
        throw source.fault(
          at,
          `'${name}' also stands at the top of the file. Give it another name here.`,
        );
    for (const name of usedNames(node)) {
      const [declaration] = source.declarations.get(name) ?? [];
      if (declaration !== undefined) this.declared(task, source, node, declaration, copy);
      else if (source.imports.has(name)) this.imported(task, source, node, name, copy);
    }
  }

  private declared(
    task: Task,
    source: Source,
    node: ts.Node,
    declaration: Declaration,
    copy: (source: Source, declaration: Declaration) => void,
  ): void {
    const { name } = declaration;
    if (declaration.node === node || this.isTaught(task, source, node, source.path, name)) return;
    if (declaration.kind === 'function' && declaration.exported)
      throw source.fault(
        node,
        `uses '${name}', an exported function that no task teaches. Make it private to the file, or move it to src/core.`,
      );
    copy(source, declaration);
  }

  private imported(
    task: Task,
    source: Source,
    node: ts.Node,
    local: string,
    copy: (source: Source, declaration: Declaration) => void,
  ): void {
    const found = source.imports.get(local);
    if (found === undefined) return;
    const { from, name, typeOnly } = found;
    if (from === tensorflow) {
      if (local !== 'tf' || name !== '*')
        throw source.fault(node, `import all of ${tensorflow} as tf where a function is taught.`);
      return;
    }
    if (local !== name)
      throw source.fault(node, `'${local}' is '${name}' under another name. Import it as it is.`);
    if (this.isTaught(task, source, node, from, name)) return;
    if (inCore(from)) {
      if (!this.sources.coreExports().has(name))
        throw source.fault(
          node,
          `'${name}' is not exported by src/core/index.ts. Export it there.`,
        );
      (typeOnly ? this.coreTypes : this.coreValues).add(name);
      return;
    }
    const declaration = typeOnly
      ? this.sources.get(from, source.path).declarations.get(name)?.[0]
      : undefined;
    if (declaration?.kind !== 'type')
      throw source.fault(
        node,
        `uses '${name}' of ${from}. A taught function may use src/core, private helpers of its file, types, and functions that earlier tasks teach.`,
      );
    copy(this.sources.get(from, source.path), declaration);
  }

  /** True, and provided for, if the name is a function that a task teaches. */
  private isTaught(task: Task, source: Source, node: ts.Node, from: string, name: string): boolean {
    const teaches = ({ tasks }: Lesson) =>
      tasks.find((t) => t.name === name && (t.from === from || (inCore(from) && inCore(t.from))));
    const own = teaches(this.lesson);
    if (own !== undefined) {
      if (own.id !== task.id && !task.needs.includes(own.id))
        throw source.fault(
          node,
          `the task '${task.id}' uses '${name}'. Add '${own.id}' to its needs.`,
        );
      if (own.id === task.id && source.path !== task.from)
        throw source.fault(
          node,
          `a version of '${task.id}' calls the library's '${name}'. Write it out.`,
        );
      return true;
    }
    if (inCore(from)) return false;
    const lesson = this.lessons.find(
      (l) => this.lesson.needs.includes(l.stem) && teaches(l) !== undefined,
    );
    if (lesson === undefined) return false;
    const names = this.earlier.get(lesson.stem) ?? new Set();
    this.earlier.set(lesson.stem, names.add(name));
    return true;
  }
}

function isTopLevel(source: Source, name: string): boolean {
  return source.declarations.has(name) || source.imports.has(name);
}

/** The text of a copied declaration, for comparing. */
function textOf({ source, declaration }: Copied): string {
  return declaration.node.getText(source.syntax);
}

function signatureParts(node: FunctionNode): ts.Node[] {
  return [...(node.typeParameters ?? []), ...node.parameters, ...(node.type ? [node.type] : [])];
}

/** Names that a docstring links to: `{@link padded}` gives the student that helper. */
function mentioned({ source, node }: Body): Set<string> {
  const comment = source.syntax.text.slice(node.getFullStart(), node.getStart(source.syntax));
  return new Set([...comment.matchAll(/\{@link (\w+)\}/g)].map(([, name]) => name ?? ''));
}
