import type { GradeReport, SubmissionReport, TaskVerdict } from '../verdict.js';
import { attemptText, timeText } from './batch.js';
import { html, type Html } from './html.js';
import { errorMapHtml } from './error-map.js';
import { ladderText } from './ladder.js';
import { facts, lines, page } from './page.js';
import { cut, signs, withoutRepeats } from './terminal.js';
import { tallyText } from './tally.js';

/**
 * One submission's page of feedback, in the words of the terminal.
 *
 * @param submission what was said of it
 * @param isolation how the code was fenced in
 */
export function submissionPage(
  submission: SubmissionReport,
  isolation: GradeReport['isolation'],
): string {
  const { lesson, submitted, source, tasks, points, maxPoints, warnings = [] } = submission;
  const title = submitted === undefined ? lesson : `${lesson}: ${submitted.name}`;
  const shown = withoutRepeats(tasks);
  return page(
    title,
    html`<p class="points">${points} of ${maxPoints} points</p>
      <p>${tallyText(submission)}.</p>
      ${facts([
        ['Handed in by', submitted?.name],
        ['Id', submitted?.id],
        ['Group', submitted?.group],
        ['Attempt', submitted && attemptText(submitted)],
        ['Handed in at, by the student’s clock', submitted && timeText(submitted.time)],
        ['File', source],
        ['Version of the lesson', submission.lessonVersion?.toString()],
        ['Isolation of the code', isolation],
      ])}
      ${warnings.map((warning) => html`<p class="warning">${warning}</p>`)} ${overview(tasks)}
      ${shown.map(taskSection)}`,
  );
}

function overview(tasks: readonly TaskVerdict[]): Html {
  const rows = tasks.map(
    ({ id, status, points, maxPoints, check }) =>
      html`<tr>
        <th scope="row" class="whole"><a href="#task-${id}">${id}</a></th>
        <td class="whole ${tone(status)}">${signs[status]} ${wordFor(status)}</td>
        <td class="number">${points}</td>
        <td class="number">${maxPoints}</td>
        <td>${status === 'passed' ? undefined : check}</td>
      </tr>`,
  );
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">Verdict</th>
          <th scope="col" class="number">Points</th>
          <th scope="col" class="number">of</th>
          <th scope="col">Failed at</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function taskSection(verdict: TaskVerdict): Html {
  const { id, status, points, maxPoints, passed, check, message, help, output, advice } = verdict;
  const { ladder, errorMap } = verdict;
  return html`<section id="task-${id}">
    <h2>
      <span class="${tone(status)}">${signs[status]} ${id}</span>
      <span class="quiet">${wordFor(status)}, ${points} of ${maxPoints} points</span>
    </h2>
    ${ladder === undefined ? undefined : html`<p>${ladderText(ladder)}</p>`}
    ${status === 'passed' ? allChecks(passed) : checks(passed, check)}
    ${status === 'passed' ? undefined : lines(message)}
    ${errorMap === undefined ? undefined : errorMapHtml(errorMap)}
    ${status === 'passed' ? undefined : help.map((text, i) => helpStep(text, i, help.length))}
    ${advice === undefined ? undefined : html`<p class="quiet">${advice}</p>`}
    ${output === undefined ? undefined : printed(output)}
  </section>`;
}

function checks(passed: readonly string[], failed: string | undefined): Html {
  return html`<ul class="checks">
    ${passed.map((title) => html`<li><span class="good">✔</span> ${title}</li>`)}
    ${failed === undefined ? undefined : html`<li><span class="bad">✘</span> ${failed}</li>`}
  </ul>`;
}

const allChecks = (passed: readonly string[]) =>
  html`<details>
    <summary>All checks passed</summary>
    ${checks(passed, undefined)}
  </details>`;

const helpStep = (text: string, i: number, count: number) =>
  html`<details>
    <summary>Help ${i + 1} of ${count}</summary>
    ${lines(text)}
  </details>`;

const printed = (output: string) =>
  html`<details open>
    <summary>Your code printed:</summary>
    ${lines(cut(output))}
  </details>`;

const tone = (status: TaskVerdict['status']) =>
  status === 'passed' ? 'good' : status === 'unattempted' ? 'quiet' : 'bad';

const wordFor = (status: TaskVerdict['status']) =>
  status === 'unattempted' ? 'not written' : status.replaceAll('-', ' ');
