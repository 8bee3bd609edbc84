import { posix } from 'node:path';
import type { Lesson, Task } from '../../grader/task.js';
import { usedNames } from '../../grader/sources/names.js';
import { Source } from '../../grader/sources/sources.js';
import { UsageError } from '../../school/usage-error.js';
import { endOfImports, piecesNeeded, piecesOf, type Piece } from './pieces.js';

/**
 * An exercise file in which one task's function is a stub again. All else stays as it is, and what
 * the stub needs and the file has lost comes back with it.
 *
 * @param own the file's text
 * @param stub the text of the whole file as it is given out
 * @param task whose function is put back
 * @param lesson the task's lesson
 * @throws UsageError if the function cannot be told from the rest
 */
export function putBack(own: string, stub: string, task: Task, lesson: Lesson): string {
  const path = `exercises/${lesson.stem}.ts`;
  const end = own.includes('\r\n') ? '\r\n' : '\n';
  const given = new Source(path, stub.replaceAll('\n', end));
  const held = new Source(path, own);
  const others = new Set(lesson.tasks.map(({ name }) => name).filter((name) => name !== task.name));
  const pieces = piecesNeeded(given, task, others).filter(
    ({ declaration: { name } }) => name === task.name || !isKnown(held, name),
  );
  const text = pieces.map((piece) => piece.text).join(end + end);
  const [first, ...again] = piecesOf(held, task.name);
  refuseShared(held, [first, ...again], task);
  const edits = [
    first === undefined
      ? { start: own.length, end: own.length, text: `${end}${text}${end}` }
      : { start: first.start, end: first.end, text },
    ...again.map(({ start, end: to }) => ({ start, end: to, text: '' })),
    ...importEdits(held, given, pieces, end),
  ];
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end),
      own,
    );
}

const isKnown = (source: Source, name: string) =>
  source.declarations.has(name) || source.imports.has(name);

/** `const softmax = ..., other = ...;` is one statement: to cut it out would lose the other. */
function refuseShared(held: Source, pieces: readonly (Piece | undefined)[], task: Task): void {
  const nodes = pieces.map((piece) => piece?.declaration.node);
  for (const [name, declared] of held.declarations)
    if (name !== task.name && declared.some(({ node }) => nodes.includes(node)))
      throw new UsageError(
        `unroll reset: expected ${task.name} in a statement of its own, received one that declares ${name} too. Part them, or reset the whole lesson.`,
      );
}

/** Imports that pieces use and the file does not have. */
function importEdits(held: Source, given: Source, pieces: readonly Piece[], end: string) {
  const used = new Set(pieces.flatMap(({ declaration: { node } }) => [...usedNames(node)]));
  const missing = [...used].filter((name) => given.imports.has(name) && !isKnown(held, name));
  if (missing.length === 0) return [];
  const at = endOfImports(held);
  const lines = missing.map((name) => importLine(name, given));
  const text = at === 0 ? lines.map((line) => line + end) : lines.map((line) => end + line);
  return [{ start: at, end: at, text: text.join('') }];
}

function importLine(local: string, given: Source): string {
  const { from, name, typeOnly } = given.imports.get(local) ?? {
    from: '',
    name: local,
    typeOnly: false,
  };
  const what = name === '*' ? `* as ${local}` : `{ ${typeOnly ? 'type ' : ''}${local} }`;
  return `import ${what} from '${specifier(from, given.path)}';`;
}

/** A file as another one names it: `../src/core/index.js`; a package stays as it is. */
function specifier(from: string, path: string): string {
  if (!from.endsWith('.ts')) return from;
  const way = posix.relative(posix.dirname(path), from).replace(/\.ts$/, '.js');
  return way.startsWith('.') ? way : `./${way}`;
}
