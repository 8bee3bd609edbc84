import type * as acorn from 'acorn';
import type { Import } from '../box/protocol.js';
import type { Task } from '../task.js';
import { importOf } from './imports.js';
import { boundIn, type Part, type Parts } from './parts.js';
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
  { kept, references, others }: Chosen,
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
    body += lineBreaks(script.slice(at, part.node.start));
    body += `${part.before}${withoutOthers(script, part, others)}${part.after || ' '}`;
    at = part.node.end;
  }
  const code = `${body}\nreturn { __proto__: null, ${JSON.stringify(task.name)}: ${own} };`;
  return { code, imports: [...imports, ...put] };
}

/** A part's text; functions of other tasks that it declares beside its own go by another name. */
function withoutOthers(script: string, { node }: Part, others: ReadonlySet<string>): string {
  const any = node as acorn.AnyNode;
  const bound = any.type === 'VariableDeclarator' ? boundIn(any.id) : [];
  let text = '';
  let from = node.start;
  for (const { name, start, end } of bound) {
    if (!others.has(name)) continue;
    text += `${script.slice(from, start)}__unroll_other_${name}`;
    from = end;
  }
  return text + script.slice(from, node.end);
}

const lineBreaks = (text: string) => text.replace(/[^\n]/g, '');
