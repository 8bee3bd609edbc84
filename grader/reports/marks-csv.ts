import type { GradeReport, SubmissionReport } from '../verdict.js';

type Cell = string | number;

/**
 * The marks of a batch as CSV (RFC 4180) in UTF-8 with the mark that spreadsheets look for: a line
 * a submission, a column a task, and a line for each file that could not be graded. What a
 * spreadsheet would take for a formula begins with an apostrophe, also behind a sign at which it
 * might split the cell.
 */
export function marksCsv({ submissions, refused = [] }: GradeReport): string {
  const ids = [...new Set(submissions.flatMap(({ tasks }) => tasks.map(({ id }) => id)))];
  const about = ['lesson', 'name', 'id', 'group', 'attempt', 'latest', 'handed in'];
  const head = ['file', ...about, 'points', 'of', ...ids, 'remarks'];
  const rows = [
    head,
    ...submissions.map((submission) => markedRow(submission, ids)),
    ...refused.map(({ source, message }) => [
      source,
      ...Array.from({ length: head.length - 2 }, () => ''),
      message,
    ]),
  ];
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function markedRow(submission: SubmissionReport, ids: readonly string[]): readonly Cell[] {
  const { source, lesson, submitted, points, maxPoints, tasks, warnings = [] } = submission;
  const { name = '', id = '', group = '', attempt = '', time = '' } = submitted ?? {};
  const latest = submitted === undefined ? '' : submitted.latest ? 'yes' : 'no';
  const earned = new Map(tasks.map((task) => [task.id, task]));
  const ungraded = tasks.filter(({ status }) => status === 'infra-error').map((task) => task.id);
  const remarks = [
    ...warnings,
    ...ungraded.map((task) => `${task} was not graded, by a fault of the machine: grade again.`),
  ];
  return [
    source,
    ...[lesson, name, id, group, attempt, latest, time],
    points,
    maxPoints,
    ...ids.map((task) => pointsOf(earned.get(task))),
    remarks.join(' '),
  ];
}

/** No points are no mark where the machine is at fault. */
function pointsOf(task: SubmissionReport['tasks'][number] | undefined): Cell {
  return task === undefined || task.status === 'infra-error' ? '' : task.points;
}

/**
 * How formulas begin: at the start of a cell, or after a sign that separates cells elsewhere;
 * spaces in front do not count.
 */
const formula =
  /(^|[,;|\t\r\n\u2028\u2029])([\s\p{Cc}\p{Cf}"']*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** What no cell may hold: it ends lines, or is obeyed by the program that shows it. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = cell.replaceAll(formula, "$1'$2").replaceAll(unprintable, ' ');
  return /[",;|]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
