import ts from 'typescript';
import type { Lesson } from '../../grader/task.js';
import type { PlannedTask } from './exercise-plan.js';
import { rulesOf } from './rules.js';
import type { Source } from '../../grader/sources/sources.js';

/** The docstring that stands directly above a declaration, or nothing. */
export function docstring(source: Source, node: ts.Node): string {
  const { text } = source.syntax;
  const above = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = above.at(-1);
  const comment = last === undefined ? '' : text.slice(last.pos, last.end);
  return comment.startsWith('/**') ? comment : '';
}

/**
 * A task's docstring as its stub has it: without the formula where the task is to find it, and with
 * the rules of the task at its end.
 */
export function contractOf({ task, taught }: PlannedTask, lesson: Lesson): string {
  const whole = docstring(taught.source, taught.node);
  const finds = task.kind === 'derive' || task.kind === 'debug';
  const { graded, accepted, mayCall, mayNotCall } = rulesOf(task, lesson);
  const rules = [graded, accepted, mayCall, mayNotCall].filter((rule) => rule !== undefined);
  return withParagraph(finds ? withoutFormula(whole) : whole, rules.flatMap(wrapped));
}

/** A docstring with lines at its end, apart from what stands above them. */
function withParagraph(comment: string, added: readonly string[]): string {
  const inside = comment.replace(/^\/\*\*\s*/, '').replace(/\s*\*\/$/, '');
  const above = inside === '' ? [] : [` * ${inside.replace(/^\* /, '')}`, ' *'];
  return ['/**', ...above, ...added.map((line) => ` * ${line}`), ' */'].join('\n');
}

/** A sentence in lines that fit after ` * `. */
function wrapped(sentence: string): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const columns = 100 - ' * '.length;

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
