import type { Task } from '../../grader/task.js';
import { coloursFor } from '../../grader/reports/colours.js';
import { jsonText } from '../../grader/reports/json.js';
import { table } from '../../grader/reports/table.js';
import { courseOf, find, type School } from '../../school/school.js';
import { progressOf, readProgress, type Progress } from '../../school/progress.js';

/** Prints lessons and their tasks. */
export async function list(school: School, name: string | undefined, json: boolean): Promise<void> {
  const progress = readProgress(school);
  const stems =
    name === undefined
      ? Object.keys(school.lessons)
      : [(await find(school, name)).course.lesson.stem];
  const lessons = await Promise.all(
    stems.map(async (stem) => (await courseOf(school, stem)).lesson),
  );
  if (json) {
    const listed = lessons.map(({ stem, title, tasks }) => ({
      stem,
      title,
      tasks: tasks.map((task) => listedTask(task, progress)),
    }));
    process.stdout.write(jsonText({ schema: 'unroll.list/1', lessons: listed }));
    return;
  }
  const { strong, quiet } = coloursFor(process.stdout, process.env);
  for (const { stem, title, tasks } of lessons) {
    const points = tasks.reduce((sum, task) => sum + task.points, 0);
    process.stdout.write(`${strong(`${stem}  ${title}`)}  ${quiet(`${String(points)} points`)}\n`);
    const rows = tasks.map((task) => row(task, progress));
    const head = ['', 'task', 'title', 'points', 'difficulty', 'minutes', 'needs', 'you'];
    process.stdout.write(`${table(head, rows)}\n\n`);
  }
  process.stdout.write(quiet('* one sitting; the others go further\n'));
}

function listedTask(task: Task, progress: Progress) {
  const { id, title, points, difficulty, minutes, needs, core } = task;
  const { passed, tries, hintsSeen } = progressOf(progress, id);
  return { id, title, points, difficulty, minutes, needs, core, passed, tries, hintsSeen };
}

function row(task: Task, progress: Progress): readonly (string | number)[] {
  const { id, title, points, difficulty, minutes, needs, core } = task;
  const { passed, tries } = progressOf(progress, id);
  const state = passed
    ? 'passed'
    : tries > 0
      ? `${String(tries)} ${tries === 1 ? 'try' : 'tries'}`
      : '';
  const stars = '●'.repeat(difficulty) + '○'.repeat(5 - difficulty);
  return [core ? '*' : ' ', id, title, points, stars, minutes, needs.join(', '), state];
}
