import type { Status, SubmissionReport } from '../verdict.js';
import { safeLine } from './safe-text.js';
import { table } from './table.js';

/** A batch, one line a submission: points, and how many tasks ended how. */
export function batchTable(submissions: readonly SubmissionReport[]): string {
  const rows = submissions.map(({ source, lesson, points, maxPoints, tasks }) => {
    const count = (...statuses: readonly Status[]) =>
      tasks.filter(({ status }) => statuses.includes(status)).length;
    return [
      safeLine(source),
      lesson,
      points,
      maxPoints,
      count('passed'),
      count('failed'),
      count('error', 'timeout', 'out-of-memory', 'killed'),
      count('unattempted'),
      count('infra-error'),
    ];
  });
  const head = [
    'file',
    'lesson',
    'points',
    'of',
    'passed',
    'failed',
    'broken',
    'not written',
    'not graded',
  ];
  return `${table(head, rows)}\n`;
}
