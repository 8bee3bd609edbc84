import { basename, dirname } from 'node:path';
import type { GradeReport, SubmissionReport } from '../verdict.js';
import { attemptText, timeText } from './batch.js';
import { html, type Html } from './html.js';
import { page } from './page.js';
import { tally } from './tally.js';
import { taskSummaries, type Failures } from './task-summary.js';

/**
 * The page of a whole batch: all submissions, what could not be graded, and what a class did with
 * each task.
 *
 * @param report of the batch
 * @param links to each submission's page, in the order of the report
 */
export function indexPage(
  { submissions, refused = [], isolation }: GradeReport,
  links: readonly string[],
): string {
  const lessons = [...new Set(submissions.map(({ lesson }) => lesson))];
  const isWarned = submissions.some(({ warnings = [] }) => warnings.length > 0);
  return page(
    'Marks',
    html`<p>
        ${counted(submissions.length, 'submission')} graded${notGraded(refused.length)}. Isolation
        of the code: ${isolation}.
      </p>
      ${refused.length === 0 ? undefined : refusals(refused)} ${all(submissions, links)}
      ${isWarned ? warned(submissions, links) : undefined}
      ${lessons.map((lesson) => tasksOf(submissions, lesson))}`,
  );
}

const counted = (count: number, what: string) =>
  `${String(count)} ${what}${count === 1 ? '' : 's'}`;

const notGraded = (count: number) => (count === 0 ? '' : `, ${String(count)} not`);

function refusals(refused: NonNullable<GradeReport['refused']>): Html {
  return html`<section>
    <h2>Not graded</h2>
    ${refused.map(({ message }) => html`<p class="warning">${message}</p>`)}
  </section>`;
}

function all(submissions: readonly SubmissionReport[], links: readonly string[]): Html {
  const numbers = ['Points', 'of', 'Passed', 'Failed', 'Broken', 'Not written', 'Not graded'];
  const texts = ['Lesson', 'Attempt', 'Handed in', 'Id', 'Group', 'File'];
  return html`<h2>Submissions</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            ${numbers.map((name) => html`<th scope="col" class="number">${name}</th>`)}
            ${texts.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${submissions.map((submission, i) => row(submission, links[i]))}
        </tbody>
      </table>
    </div>`;
}

function row(submission: SubmissionReport, link: string | undefined): Html {
  const { source, submitted, lesson, points, maxPoints } = submission;
  const { passed, failed, broken, unwritten, ungraded } = tally(submission);
  const numbers = [points, maxPoints, passed, failed, broken, unwritten, ungraded];
  const short = [
    lesson,
    submitted && attemptText(submitted),
    submitted && timeText(submitted.time),
  ];
  return html`<tr>
    <th scope="row"><a href="${link}">${submitted?.name ?? fileName(submission)}</a></th>
    ${numbers.map((number) => html`<td class="number">${number}</td>`)}
    ${short.map((text) => html`<td class="whole">${text}</td>`)}
    ${[submitted?.id, submitted?.group, source].map((text) => html`<td>${text}</td>`)}
  </tr>`;
}

/** Learning platforms give each student a folder, in which all files have the same name. */
function fileName({ source, lesson }: SubmissionReport): string {
  const name = basename(source);
  const folder = basename(dirname(source));
  return name === `${lesson}.ts` && folder !== '' ? `${folder}/${name}` : name;
}

function warned(submissions: readonly SubmissionReport[], links: readonly string[]): Html {
  const paragraphs = submissions.flatMap(({ source, warnings = [] }, i) =>
    warnings.map(
      (warning) => html`<p class="warning"><a href="${links[i]}">${source}</a>: ${warning}</p>`,
    ),
  );
  return html`<section>
    <h2>Warnings</h2>
    ${paragraphs}
  </section>`;
}

function tasksOf(submissions: readonly SubmissionReport[], lesson: string): Html {
  const rows = taskSummaries(submissions, lesson).map(
    ({ id, passed, unwritten, ungraded, failures }) =>
      html`<tr>
        <th scope="row">${id}</th>
        <td class="number">${passed}</td>
        <td class="number">${unwritten}</td>
        <td class="number">${ungraded}</td>
        <td>${failures.map(failureLine)}</td>
      </tr>`,
  );
  return html`<section>
    <h2>Tasks of ${lesson}</h2>
    <p class="quiet">Of several attempts of one person the latest counts.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col" class="number">Passed</th>
            <th scope="col" class="number">Not written</th>
            <th scope="col" class="number">Not graded</th>
            <th scope="col">Failed at, with which known mistake</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function failureLine({ level, at, count, mistakes }: Failures): Html {
  const named = mistakes.map(([mistake, times]) => `${mistake} ${String(times)}`).join(', ');
  const place = level === undefined || at.startsWith(level) ? at : `${level}: ${at}`;
  return html`<div>${count} × ${place}${named === '' ? '' : ` (${named})`}</div>`;
}
