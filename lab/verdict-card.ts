import { coloursFor } from '../grader/reports/colours.js';
import { errorMapHtml } from '../grader/reports/error-map.js';
import { html, type Html } from '../grader/reports/html.js';
import { rungSigns } from '../grader/reports/ladder.js';
import { signs, taskText } from '../grader/reports/terminal.js';
import type { Rung, TaskVerdict } from '../grader/verdict.js';
import { cardOf, quiet, type Card, type Tone } from './card.js';

/** Where a task is, as links that JupyterLab follows. */
export interface Places {
  /** Its place in the lesson's text. */
  readonly text: string;
  /** The student's function. */
  readonly code: string;
  /** `exercises/01-rnn.ts, line 53` */
  readonly codeName: string;
}

/**
 * A verdict as a notebook shows it: the same words as in the terminal.
 *
 * @param verdict what the grader said
 * @param help how many steps of help are due
 * @param places where the task is
 */
export function verdictCard(verdict: TaskVerdict, help: number, places: Places): Card {
  const { id, status, points, maxPoints, message, passed, errorMap, output, advice } = verdict;
  const isPassed = status === 'passed';
  const more = !isPassed && help < verdict.help.length ? 'Another try shows more help.' : undefined;
  const body = html`<div>
      ${signs[status]} <strong>${id}</strong>: ${status.replaceAll('-', ' ')}, ${points} of
      ${maxPoints} points
    </div>
    ${ladder(verdict.ladder)} ${isPassed ? undefined : block(message)}
    ${errorMap === undefined ? undefined : errorMapHtml(errorMap)}
    ${isPassed ? undefined : verdict.help.slice(0, help).map((text) => block(`→ ${text}`))}
    ${[more, advice].map((text) => (text === undefined ? undefined : quiet(text)))}
    ${passed.length === 0 ? undefined : passedChecks(passed, isPassed ? message : undefined)}
    ${output === undefined ? undefined : printed(output)}
    ${isPassed || status === 'infra-error' ? undefined : wayOn(verdict, places)}`;
  return {
    html: cardOf(toneOf(verdict), body),
    text: taskText(verdict, coloursFor({ isTTY: false }, {}), help),
  };
}

function toneOf({ status }: TaskVerdict): Tone {
  if (status === 'passed') return 'good';
  return status === 'unattempted' || status === 'infra-error' ? 'neutral' : 'bad';
}

const rungColours: Readonly<Record<Rung['came'], string>> = {
  passed: 'var(--jp-success-color1, #2e7d32)',
  failed: 'var(--jp-error-color1, #c62828)',
  'not reached': 'var(--jp-border-color1, #888888)',
};

/** The levels in their order, each with a sign and an edge. */
function ladder(rungs: readonly Rung[] | undefined): Html | undefined {
  if (rungs === undefined) return undefined;
  const chip = 'display: inline-block; padding: 0 8px; margin: 2px 4px 2px 0; border-radius: 4px';
  return html`<div style="margin: 2px 0">
    ${rungs.map(
      ({ level, came }) =>
        html`<span style="${chip}; border: 1px solid ${rungColours[came]}" title="${came}"
          >${rungSigns[came]} ${level}</span
        >`,
    )}
  </div>`;
}

function block(text: string): Html {
  // JupyterLab breaks preformatted text anywhere in a word, and gives it a ground of its own.
  const style =
    'margin: 4px 0; white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; color: inherit; background: transparent';
  return html`<pre style="${style}">${text}</pre>`;
}

const passedChecks = (titles: readonly string[], all: string | undefined): Html =>
  html`<details>
    <summary>
      ${all ?? `Passed: ${String(titles.length)} ${titles.length === 1 ? 'check' : 'checks'}`}
    </summary>
    ${titles.map((title) => html`<div>✔ ${title}</div>`)}
  </details>`;

const printed = (output: string): Html =>
  html`<details open>
    <summary>Your code printed</summary>
    ${block(output)}
  </details>`;

function wayOn({ id, status }: TaskVerdict, { text, code, codeName }: Places): Html {
  const failing = html` · the smallest input that fails: <code>await repro('${id}')</code>`;
  return html`<div style="margin-top: 4px">
    <a href="${text}">The task in the text</a> · <a href="${code}">${codeName}</a> · a hint:
    <code>await hint('${id}')</code>${status === 'unattempted' ? undefined : failing}
  </div>`;
}
