import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Ahead } from '../../grader/ahead.js';
import { gradeSubmission } from '../../grader/grade.js';
import type { Lesson, Task } from '../../grader/task.js';
import { coloursFor } from '../../grader/reports/colours.js';
import { gradeReport, jsonText } from '../../grader/reports/json.js';
import { submissionText } from '../../grader/reports/terminal.js';
import type { SubmissionReport } from '../../grader/verdict.js';
import { homeOf, find, type Meant, type School } from '../../school/school.js';
import { exerciseFile, isOwnWork } from '../../school/exercise-file.js';
import { taskAfter } from '../../school/next-task.js';
import { helpDue, recordCheck, type Progress } from '../../school/progress.js';
import { readSubmission } from '../../school/read-submission.js';
import { nextLine } from '../next-line.js';
import { print } from '../print.js';
import { statusFor } from '../status.js';

/** Grades the student's own exercise files and remembers the tries. */
export async function check(
  school: School,
  name: string | undefined,
  json: boolean,
  ahead: Ahead | undefined,
): Promise<void> {
  const meant = name === undefined ? await writtenLessons(school) : [await find(school, name)];
  const reports: SubmissionReport[] = [];
  for (const { home, task } of meant) {
    const { stem } = home.lesson;
    const file = exerciseFile(school.root, stem);
    const submission = readSubmission(file, relative(school.root, file));
    const report = await gradeSubmission(submission, home, {
      ...(ahead && { ahead: ahead.take }),
      ...(task && { tasks: [task.id] }),
    });
    reports.push(report);
    const progress = isOwnWork()
      ? recordCheck(school, home.lesson, submission.text, report.tasks)
      : {};
    if (json) continue;
    const colours = coloursFor(process.stdout, process.env);
    const text = submissionText(report, colours, (id) => helpDue(progress, id));
    print(text);
    process.stdout.write(hintLine(report));
    if (task !== undefined && report.tasks.every(({ status }) => status === 'passed'))
      process.stdout.write(wayOn(home.lesson, task, progress));
    print(await typeErrors(school, file, home.lesson, report));
  }
  if (json) process.stdout.write(jsonText(gradeReport(reports)));
  process.exitCode = statusFor(reports);
}

/** Where to turn next, for the first task that does not pass. */
function hintLine({ tasks }: SubmissionReport): string {
  const stuck = tasks.find(
    ({ status, check: at }) => status !== 'passed' && status !== 'infra-error' && at !== 'syntax',
  );
  if (stuck === undefined) return '';
  const hasInput = stuck.status === 'failed' && stuck.check !== 'allowed ways';
  const input = hasInput ? ` For an input to try it on: ./unroll repro ${stuck.id}` : '';
  return `For a hint: ./unroll hint ${stuck.id}.${input}\n`;
}

/** What follows a task that passes. */
function wayOn(lesson: Lesson, task: Task, progress: Progress): string {
  const next = isOwnWork() ? taskAfter(lesson, task.id, progress) : undefined;
  return next === undefined ? '' : nextLine({ lesson, task: next });
}

async function writtenLessons(school: School): Promise<readonly Meant[]> {
  const isThere = (stem: string) => existsSync(exerciseFile(school.root, stem));
  const stems = Object.keys(school.lessons).filter(isThere);
  for (const stem of Object.keys(school.lessons).filter((one) => !isThere(one)))
    process.stderr.write(
      `${stem} is left out: exercises/${stem}.ts is not there. 'npm run lessons' makes it again.\n`,
    );
  return Promise.all(stems.map(async (stem) => ({ home: await homeOf(school, stem) })));
}

/**
 * What TypeScript says of code that broke, or came out wrong: `add(x, y, z)` passes over z in
 * silence. It is large, and is asked only then. Where all code ran, what it says elsewhere in the
 * file explains nothing.
 */
async function typeErrors(
  { root }: School,
  file: string,
  lesson: Lesson,
  report: SubmissionReport,
): Promise<string> {
  const wrong = report.tasks.filter(
    ({ status, check: at }) => (status === 'error' || status === 'failed') && at !== 'syntax',
  );
  if (wrong.length === 0) return '';
  const { typeErrorsIn } = await import('../type-errors.js');
  const tried = lesson.tasks.filter(({ id }) => wrong.some((one) => one.id === id));
  const found = typeErrorsIn(file, root, {
    functions: tried.map(({ name }) => name),
    elsewhere: wrong.some(({ status }) => status === 'error'),
  });
  if (found.length === 0) return '';
  return `TypeScript says of ${relative(root, file)}:\n${found.map((line) => `  ${line}`).join('\n')}\n`;
}
