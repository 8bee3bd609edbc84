import type { Status, SubmissionReport, TaskVerdict } from '../verdict.js';
import type { Colours } from './colours.js';
import { errorMapText } from './error-map.js';
import { safeLine, safeText } from './safe-text.js';

/** How much help is shown: the number of tries, unless someone caps it. */
export type HelpFor = (id: string) => number;

/** A sign for each status, so that no colour is needed to read it. */
export const signs: Readonly<Record<Status, string>> = {
  passed: '✔',
  failed: '✘',
  unattempted: '·',
  error: '✘',
  timeout: '✘',
  'out-of-memory': '✘',
  killed: '✘',
  'infra-error': '!',
};

const linesOfOutput = 20;

/** A submission task by task, in words. */
export function submissionText(
  { source, tasks, points, maxPoints }: SubmissionReport,
  colours: Colours,
  help: HelpFor,
): string {
  const parts = withoutRepeats(tasks).map((verdict) =>
    taskText(verdict, colours, help(verdict.id)),
  );
  const total =
    tasks.length > 1
      ? `${colours.strong(`${String(points)} of ${String(maxPoints)} points`)} ${colours.quiet(safeLine(source))}\n`
      : '';
  return `${parts.join('\n')}\n${total}`;
}

/** What is wrong with the whole file is said once, not for every task. */
export function withoutRepeats(tasks: readonly TaskVerdict[]): readonly TaskVerdict[] {
  return tasks.map((verdict, i) => {
    const isOfFile = verdict.status === 'error' || verdict.check === 'allowed ways';
    const repeats = isOfFile && verdict.message === tasks[i - 1]?.message;
    return repeats ? { ...verdict, message: 'As above.' } : verdict;
  });
}

/** One task's verdict: its sign, points, what passed, what did not, and as much help as is due. */
export function taskText(verdict: TaskVerdict, colours: Colours, shownHelp: number): string {
  const { id, status, points, maxPoints, message, passed, errorMap, output, advice } = verdict;
  const mark =
    status === 'passed' ? colours.good : status === 'unattempted' ? colours.quiet : colours.bad;
  const word = status === 'passed' || status === 'failed' ? '' : `  ${status}`;
  const head = `${mark(`${signs[status]} ${id}`)}${word}  ${String(points)} of ${String(maxPoints)} points`;
  const lines = [head];
  if (status !== 'passed') {
    lines.push(...passed.map((title) => indented(`${colours.good('✔')} ${title}`)));
    lines.push(indented(safeText(message)));
    if (errorMap !== undefined) lines.push(indented(safeText(errorMapText(errorMap))));
    lines.push(...verdict.help.slice(0, shownHelp).map((text) => indented(`→ ${text}`)));
    if (shownHelp < verdict.help.length)
      lines.push(indented(colours.quiet('Another try shows more help.')));
  }
  if (advice !== undefined) lines.push(indented(colours.quiet(safeText(advice))));
  if (output !== undefined)
    lines.push(
      indented(colours.quiet('Your code printed:')),
      indented(cut(safeText(output)), '  | '),
    );
  return lines.join('\n');
}

/** The first lines of what was printed. */
export function cut(output: string): string {
  const lines = output.trimEnd().split('\n');
  if (lines.length <= linesOfOutput) return lines.join('\n');
  const more = lines.length - linesOfOutput;
  return [...lines.slice(0, linesOfOutput), `... and ${String(more)} lines more`].join('\n');
}

const indented = (text: string, by = '  ') =>
  text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
