import type * as acorn from 'acorn';
import { base, simple } from 'acorn-walk';
import type { Lesson, Task } from '../task.js';
import type { Part, Parts } from './parts.js';
import type { Refusal } from './refuse.js';

/** What of a submission runs when one task is graded alone. */
export interface Chosen {
  /** In the file's order. */
  readonly kept: readonly Part[];
  /** Local names that stand for the reference's function of a needed task: local -> its name. */
  readonly references: ReadonlyMap<string, string>;
  /** Local names of other tasks' functions: local -> task id. */
  readonly absent: ReadonlyMap<string, string>;
  readonly awaitAtTop: Refusal | undefined;
}

/**
 * Keeps the task's function and what it reaches. Statements at the top stay if they touch nothing
 * but that; those that try out other tasks' functions go.
 */
export function selectParts(parts: Parts, task: Task, lesson: Lesson): Chosen {
  const references = new Map<string, string>();
  const absent = new Map<string, string>();
  for (const other of lesson.tasks) {
    if (other.id === task.id) continue;
    const local = parts.exports.get(other.name) ?? other.name;
    if (task.needs.includes(other.id)) references.set(local, other.name);
    else absent.set(local, other.id);
  }
  const own = parts.exports.get(task.name) ?? task.name;
  const others = new Set([...references.keys(), ...absent.keys()]);
  const declared = parts.parts.filter(
    ({ names }) => names.length > 0 && !names.some((name) => others.has(name)),
  );
  const statements = parts.parts.filter(({ names }) => names.length === 0);
  const ownNames = new Set(declared.flatMap(({ names }) => names));
  const kept = new Set<Part>();
  const reached = new Set([own]);
  const grow = (part: Part) => {
    kept.add(part);
    for (const name of part.uses) reached.add(name);
  };
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    for (const part of declared)
      if (!kept.has(part) && part.names.some((name) => reached.has(name))) grow(part);
    for (const part of statements)
      if (!kept.has(part) && touches(part, reached, ownNames) && !uses(part, absent)) grow(part);
  }
  const inOrder = parts.parts.filter((part) => kept.has(part));
  return { kept: inOrder, references, absent, awaitAtTop: awaitOutside(inOrder) };
}

/** True if a part uses a name that is reached and that the file itself declares. */
const touches = (part: Part, reached: ReadonlySet<string>, declared: ReadonlySet<string>) =>
  [...part.uses].some((name) => reached.has(name) && declared.has(name));

const uses = (part: Part, names: ReadonlyMap<string, string>) =>
  [...part.uses].some((name) => names.has(name));

function awaitOutside(kept: readonly Part[]): Refusal | undefined {
  let at: number | undefined;
  for (const { node } of kept)
    simple(
      node,
      { AwaitExpression: (found: acorn.AwaitExpression) => (at ??= found.start) },
      { ...base, Function: () => undefined },
    );
  if (at === undefined) return undefined;
  const message = 'await may not stand outside of functions in an exercise. Move it into one.';
  return { what: 'await at the top', at, message };
}
