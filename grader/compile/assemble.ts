import type { Lesson, Task } from '../task.js';
import { importStatements } from './imports.js';
import type { Parts } from './parts.js';
import type { Chosen } from './select.js';

/**
 * The code of the chosen parts, each on the line it had, so that the source map still fits; what
 * they lean on comes before the first line's own text.
 */
export function assemble(
  script: string,
  { imports, exports }: Parts,
  { kept, references, absent }: Chosen,
  task: Task,
  lesson: Lesson,
): string {
  const own = exports.get(task.name) ?? task.name;
  const used = new Set(kept.flatMap((part) => [...part.uses]));
  const from = (name: string) => `require("references")[${JSON.stringify(name)}]`;
  const before = [
    'const __unroll = exports;',
    importStatements(
      imports.filter(({ local }) => used.has(local) || local === own),
      lesson,
    ),
    ...[...references]
      .filter(([local]) => used.has(local))
      .map(([l, n]) => `const ${l} = ${from(n)};`),
    ...[...absent]
      .filter(([local]) => used.has(local))
      .map(([l, id]) => absentFunction(l, id, task)),
  ].join('');
  let body = '';
  let at = 0;
  for (const part of kept) {
    const { start, end } = part.node;
    body += lineBreaks(script.slice(at, start));
    body += `${part.before}${script.slice(start, end)}${part.after || ' '}`;
    at = end;
  }
  // In a block, a submission may declare names that the box uses around it.
  return `${before}{${body}\n__unroll[${JSON.stringify(task.name)}] = ${own};}`;
}

const lineBreaks = (text: string) => text.replace(/[^\n]/g, '');

function absentFunction(local: string, id: string, task: Task): string {
  const message = `${local} belongs to the task ${id}, and ${task.id} is graded without it. Write what you need of it in a function of your own.`;
  // The line to look at is the call, not this.
  const raise = `const e = new Error(${JSON.stringify(message)}); Error.captureStackTrace(e, ${local}); throw e;`;
  return `const ${local} = () => { ${raise} };`;
}
