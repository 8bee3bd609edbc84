/** The grader as a notebook reaches it; bundled apart, so that no notebook compiles it. */
import { relative } from 'node:path';
import { courseOf, findTask, thisSchool, type School } from '../school/school.js';
import { exerciseFile, isOwnWork } from '../school/exercise-file.js';
import { helpDue, recordCheck } from '../school/progress.js';
import { readSubmission } from '../school/read-submission.js';
import { gradeSubmission, type Course, type Submission } from '../grader/grade.js';
import type { Card, Mixed } from './engine-link.js';
import { mixFunctions } from './mix-functions.js';
import { verdictCard } from './verdict-card.js';

/**
 * Grades one task as the exercise file stands on disk, as `./unroll check` does.
 *
 * @param stem the notebook's lesson
 * @param id the task
 * @returns the verdict as a card and as text
 */
export async function check(stem: string, id: string): Promise<Card> {
  const school = thisSchool();
  const course = await courseOf(school, stem);
  const task = course.lesson.tasks.find((one) => one.id === id);
  if (task === undefined) {
    const { course: other } = await findTask(school, id);
    return await check(other.lesson.stem, id);
  }
  const submission = read(school, course);
  const { tasks } = await gradeSubmission(submission, course, { tasks: [id] });
  const [verdict] = tasks;
  if (verdict === undefined) throw new Error(`the grader said nothing of ${id}`);
  const progress = isOwnWork() ? recordCheck(school, course.lesson, submission.text, tasks) : {};
  return verdictCard(verdict, helpDue(progress, id));
}

const mixed = new Map<string, { readonly text: string; readonly functions: Promise<Mixed> }>();

/**
 * Loads a lesson's functions: the student's own where they pass, the library's elsewhere. What was graded once is not
 * graded again until the file changes.
 *
 * @param stem the lesson
 */
export async function yours(stem: string): Promise<Mixed> {
  const school = thisSchool();
  const course = await courseOf(school, stem);
  const submission = read(school, course);
  const known = mixed.get(stem);
  if (known?.text === submission.text) return await known.functions;
  const functions = mixFunctions(course, submission);
  mixed.set(stem, { text: submission.text, functions });
  return await functions;
}

function read(school: School, { lesson }: Course): Submission {
  const file = exerciseFile(school.root, lesson.stem);
  return readSubmission(file, relative(school.root, file));
}
