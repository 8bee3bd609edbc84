import { coloursFor } from '../grader/reports/colours.js';
import { safeText } from '../grader/reports/safe-text.js';
import { taskText } from '../grader/reports/terminal.js';
import type { TaskVerdict } from '../grader/verdict.js';
import { escapeHtml, trusted } from '../grader/reports/html.js';
import { cardOf, type Card, type Tone } from './card.js';

/**
 * A verdict as a notebook shows it: the same words as in the terminal.
 *
 * @param verdict what the grader said
 * @param tries how often this task has failed: help grows with it
 */
export function verdictCard(verdict: TaskVerdict, tries: number): Card {
  const { id, status, points, maxPoints, message, passed, help, output, advice } = verdict;
  const word = status === 'passed' ? 'passed' : status.replaceAll('-', ' ');
  const head = `<strong>${escapeHtml(id)}</strong>: ${word}, ${String(points)} of ${String(maxPoints)} points`;
  const shownHelp = status === 'passed' ? [] : help.slice(0, tries);
  const more = status !== 'passed' && tries < help.length ? ['Another try shows more help.'] : [];
  const body = [
    `<div>${sign(status)} ${head}</div>`,
    ...passed.map((title) => line(`✔ ${title}`, 'var(--jp-success-color1, #2e7d32)')),
    ...(status === 'passed' ? [] : [block(message)]),
    ...shownHelp.map((text) => block(`→ ${text}`)),
    ...[...more, ...(advice === undefined ? [] : [advice])].map((text) => line(text)),
    ...(output === undefined || status === 'passed' ? [] : [printed(output)]),
  ];
  return {
    html: cardOf(toneOf(verdict), trusted(body.join(''))),
    text: taskText(verdict, coloursFor({ isTTY: false }, {}), tries),
  };
}

const sign = (status: TaskVerdict['status']) =>
  status === 'passed' ? '✔' : status === 'unattempted' ? '·' : '✘';

function toneOf({ status }: TaskVerdict): Tone {
  if (status === 'passed') return 'good';
  return status === 'unattempted' || status === 'infra-error' ? 'neutral' : 'bad';
}

function line(text: string, colour = 'var(--jp-content-font-color2, inherit)'): string {
  return `<div style="color: ${colour}">${escapeHtml(safeText(text))}</div>`;
}

function block(text: string): string {
  const style = 'margin: 4px 0; white-space: pre-wrap; overflow-x: auto; color: inherit';
  return `<pre style="${style}">${escapeHtml(safeText(text))}</pre>`;
}

function printed(output: string): string {
  return `<details><summary>Your code printed</summary>${block(output)}</details>`;
}
