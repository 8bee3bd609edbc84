import type { Import } from '../box/protocol.js';
import type { Task } from '../task.js';
import { importOf } from './imports.js';
import type { Parts } from './parts.js';
import type { Chosen } from './select.js';

/** The body of a function, and what its parameters are. */
export interface Assembled {
  readonly code: string;
  readonly imports: readonly Import[];
}

/**
 * The chosen parts as the body of a function, each on the line it had, so that the source map still
 * fits. The imports that they use are its parameters, and so are the references it builds on.
 */
export function assemble(
  script: string,
  parts: Parts,
  { kept, references }: Chosen,
  task: Task,
): Assembled {
  const own = parts.exports.get(task.name) ?? task.name;
  const used = new Set([own, ...kept.flatMap(({ uses }) => [...uses])]);
  const imports = parts.imports.filter(({ local }) => used.has(local)).map(importOf);
  const taken = new Set(imports.map(({ local }) => local));
  const put = [...references]
    .filter(([local]) => used.has(local) && !taken.has(local))
    .map(([local, name]) => ({ local, module: 'references', name }));
  let body = '';
  let at = 0;
  for (const part of kept) {
    const { start, end } = part.node;
    body += lineBreaks(script.slice(at, start));
    body += `${part.before}${script.slice(start, end)}${part.after || ' '}`;
    at = end;
  }
  const code = `${body}\nreturn { __proto__: null, ${JSON.stringify(task.name)}: ${own} };`;
  return { code, imports: [...imports, ...put] };
}

const lineBreaks = (text: string) => text.replace(/[^\n]/g, '');
