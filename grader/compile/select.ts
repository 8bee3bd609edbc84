import type * as acorn from 'acorn';
import { base, simple } from 'acorn-walk';
import { neededBy } from '../needs.js';
import type { Lesson, Task } from '../task.js';
import type { Part, Parts } from './parts.js';
import type { Refusal } from './refuse.js';
import type { Scopes } from './scopes.js';

/** What of a submission runs when one task is graded alone. */
export interface Chosen {
  /** In the file's order. */
  readonly kept: readonly Part[];
  /** Local names that stand for the reference's function of a needed task: local -> its name. */
  readonly references: ReadonlyMap<string, string>;
  /** Local names of other tasks' functions: a kept part that declares one too hides it. */
  readonly others: ReadonlySet<string>;
  /** What a kept part may not do: wait at the top, call another task's function. */
  readonly refused: readonly Refusal[];
}

/**
 * Keeps the task's function and what it reaches. Statements at the top stay if they touch nothing
 * but that; those that try out other tasks' functions go.
 */
export function selectParts(parts: Parts, scopes: Scopes, task: Task, lesson: Lesson): Chosen {
  const references = new Map<string, string>();
  const absent = new Map<string, Task>();
  const needed = neededBy(task, lesson);
  for (const other of lesson.tasks) {
    if (other.id === task.id) continue;
    const local = parts.exports.get(other.name) ?? other.name;
    if (needed.includes(other)) references.set(local, other.name);
    else absent.set(local, other);
  }
  const own = parts.exports.get(task.name) ?? task.name;
  const others = new Set([...references.keys(), ...absent.keys()]);
  const declared = parts.parts.filter(({ names }) => names.some((name) => !others.has(name)));
  const statements = parts.parts.filter(({ names }) => names.length === 0);
  const ownNames = new Set(
    declared.flatMap(({ names }) => names.filter((name) => !others.has(name))),
  );
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
  const imported = new Set(parts.imports.map(({ local }) => local));
  for (const local of imported) absent.delete(local);
  const calls = inOrder.flatMap((part) => callsOf(part, scopes, absent, task, needed));
  return { kept: inOrder, references, others, refused: [...calls, ...awaitOutside(inOrder)] };
}

/** True if a part uses a name that is reached and that the file itself declares. */
const touches = (part: Part, reached: ReadonlySet<string>, declared: ReadonlySet<string>) =>
  [...part.uses].some((name) => reached.has(name) && declared.has(name));

const uses = (part: Part, names: ReadonlyMap<string, unknown>) =>
  [...part.uses].some((name) => names.has(name));

/** Functions of other tasks that a part means. */
function callsOf(
  { node }: Part,
  scopes: Scopes,
  absent: ReadonlyMap<string, Task>,
  { name }: Task,
  needed: readonly Task[],
): Refusal[] {
  const may =
    needed.length === 0
      ? 'Write what you need of it in a function of your own.'
      : `Call ${needed.map((task) => task.name).join(' or ')}, or write what you need of it in a function of your own.`;
  const calls: Refusal[] = [];
  simple(node, {
    Identifier: (used) => {
      const other = scopes.isOuter(used) ? absent.get(used.name) : undefined;
      if (other === undefined) return;
      const message = `${name} may not call ${used.name}: it belongs to the task ${other.id}, which is graded on its own. ${may}`;
      calls.push({ what: used.name, at: used.start, message });
    },
  });
  return calls;
}

function awaitOutside(kept: readonly Part[]): Refusal[] {
  let at: number | undefined;
  for (const { node } of kept)
    simple(
      node,
      { AwaitExpression: (found: acorn.AwaitExpression) => (at ??= found.start) },
      { ...base, Function: () => undefined },
    );
  if (at === undefined) return [];
  const message = 'await may not stand outside of functions in an exercise. Move it into one.';
  return [{ what: 'await at the top', at, message }];
}
