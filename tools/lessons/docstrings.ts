import ts from 'typescript';
import type { PlannedTask } from './exercise-plan.js';
import type { Source } from '../../grader/sources/sources.js';

/** The docstring that stands directly above a declaration, or nothing. */
export function docstring(source: Source, node: ts.Node): string {
  const { text } = source.syntax;
  const above = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = above.at(-1);
  const comment = last === undefined ? '' : text.slice(last.pos, last.end);
  return comment.startsWith('/**') ? comment : '';
}

/** A task's docstring as its stub has it: without the formula where the task is to find it. */
export function contractOf({ task, taught }: PlannedTask): string {
  const comment = docstring(taught.source, taught.node);
  return task.kind === 'derive' || task.kind === 'debug' ? withoutFormula(comment) : comment;
}

/**
 * Leaves out the formula: the lines behind the first paragraph that are indented by three spaces or
 * more.
 */
export function withoutFormula(comment: string): string {
  const lines = comment.split('\n');
  const isFormula = (line: string | undefined) => /^\s*\*\s{3,}\S/.test(line ?? '');
  const isBlank = (line: string | undefined) => /^\s*\*\s*$/.test(line ?? '');
  const start = lines.findIndex(isBlank) + 1;
  if (start === 0 || !isFormula(lines[start])) return comment;
  let end = start;
  while (isFormula(lines[end])) end++;
  if (isBlank(lines[end])) end++;
  return [...lines.slice(0, start), ...lines.slice(end)].join('\n');
}
