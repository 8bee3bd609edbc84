import { readFileSync, statSync } from 'node:fs';
import type { Lesson, Task } from '../../grader/task.js';
import { coloursFor } from '../../grader/reports/colours.js';
import { jsonText } from '../../grader/reports/json.js';
import { table } from '../../grader/reports/table.js';
import { homeOf, find, type School } from '../../school/school.js';
import { exerciseFile } from '../../school/exercise-file.js';
import { progressOf, readProgress, textHash, type Progress } from '../../school/progress.js';
import { counted, openTasks, standingOf } from '../../school/standing.js';
import { nextTask } from '../../school/next-task.js';
import { furtherPages, titleOf } from '../../tools/lessons/further-pages.js';
import { nextLine } from '../next-line.js';
import { print } from '../print.js';

/** Prints lessons and their tasks, how the student stands with each, and what to do next. */
export async function list(school: School, name: string | undefined, json: boolean): Promise<void> {
  const progress = readProgress(school);
  const stems =
    name === undefined
      ? Object.keys(school.lessons)
      : [(await find(school, name)).home.lesson.stem];
  const lessons = await Promise.all(stems.map(async (stem) => (await homeOf(school, stem)).lesson));
  const next = nextTask(lessons, progress);
  if (json) {
    const listed = lessons.map((lesson) => ({
      stem: lesson.stem,
      title: lesson.title,
      version: lesson.version,
      tasks: lesson.tasks.map((task) => listedTask(lesson, task, progress)),
      further: listedPages(school, lesson),
    }));
    const report = { schema: 'unroll.list/1', lessons: listed, next: next?.task.id ?? null };
    process.stdout.write(jsonText(report));
    return;
  }
  const { strong, quiet } = coloursFor(process.stdout, process.env);
  for (const lesson of lessons) {
    const rows = lesson.tasks.map((task) => row(lesson, task, progress));
    const lines = [
      strong(`${lesson.stem}  ${lesson.title}`),
      fitting(rows, process.stdout.columns),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    const below = [
      totals(lesson, progress),
      ...listedPages(school, lesson).map((page) => `further page: ${page.title}, ${page.notebook}`),
      ...changedSince(school, lesson, progress),
      ...goneTasks(lesson, progress),
    ];
    print(`${below.join('\n')}\n\n`);
  }
  process.stdout.write(quiet('* one sitting; the others go further\n'));
  process.stdout.write(next === undefined ? 'Every task here passes.\n' : nextLine(next));
}

const head = ['', 'task', 'title', 'points', 'difficulty', 'minutes', 'needs', 'you'];
/** What a narrow terminal goes without, in this order: wrapped lines cannot be read as columns. */
const dispensable = ['needs', 'title', 'minutes', 'difficulty'];

/** The table, without the columns for which a terminal is too narrow. */
function fitting(rows: readonly Row[], columns = 0): string {
  const without = dispensable.map((_, i) => new Set(dispensable.slice(0, i + 1)));
  const tables = [new Set<string>(), ...without].map((left) => {
    const keep = (row: Row) => row.filter((_, i) => !left.has(head[i] ?? ''));
    return table(keep(head).map(String), rows.map(keep));
  });
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  const fits = tables.find((text) => columns === 0 || widest(text) < columns);
  return fits ?? tables.at(-1) ?? '';
}

function listedTask(lesson: Lesson, task: Task, progress: Progress) {
  const { id, title, points, difficulty, minutes, needs, core } = task;
  const { tries, hintsSeen, gaveUp } = progressOf(progress, id);
  const { state, points: earned } = standingOf(lesson, task, progress);
  const about = { id, title, points, difficulty, minutes, needs, core };
  return { ...about, state, earned, passed: state === 'passed', tries, hintsSeen, gaveUp };
}

function listedPages({ root }: School, { stem }: Lesson) {
  return furtherPages(root, stem).map((page) => ({
    notebook: page.notebook,
    title: titleOf(root, page),
  }));
}

type Row = readonly (string | number)[];

function row(lesson: Lesson, task: Task, progress: Progress): Row {
  const { id, title, points, difficulty, minutes, needs, core } = task;
  const { text } = standingOf(lesson, task, progress);
  const stars = '●'.repeat(difficulty) + '○'.repeat(5 - difficulty);
  return [core ? '*' : ' ', id, title, points, stars, minutes, needs.join(', '), text];
}

/** Points, tasks and minutes of a lesson, earned and to come. */
function totals(lesson: Lesson, progress: Progress): string {
  const { tasks } = lesson;
  const open = openTasks(lesson, progress);
  const earned = tasks.map((task) => standingOf(lesson, task, progress).points);
  const left = [open.filter(({ core }) => core), open.filter(({ core }) => !core)] as const;
  const told = left.map((some, i) =>
    some.length === 0
      ? []
      : [
          `${i === 0 ? 'core' : 'further'} tasks left: ${String(some.length)}, about ${String(sum(some.map(({ minutes }) => minutes)))} minutes`,
        ],
  );
  return [
    `${String(sum(earned))} of ${String(sum(tasks.map(({ points }) => points)))} points`,
    `${String(tasks.length - open.length)} of ${counted(tasks.length, 'task', 'tasks')} passed`,
    ...told.flat(),
  ].join('; ');
}

/** Points are tenths: adding them as such keeps 0.1 + 0.2 from becoming 0.30000000000000004. */
const sum = (numbers: readonly number[]) =>
  Math.round(10 * numbers.reduce((total, n) => total + n, 0)) / 10;

/** A verdict is of the file as it was then. */
function changedSince(
  { root }: School,
  { stem, tasks }: Lesson,
  progress: Progress,
): readonly string[] {
  const file = exerciseFile(root, stem);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  const now = textHash(readFileSync(file, 'utf8'));
  const earlier = tasks.filter(({ id }) => {
    const { last } = progressOf(progress, id);
    return last?.status === 'passed' && last.text !== now;
  });
  if (earlier.length === 0) return [];
  const names = earlier.map(({ id }) => id).join(', ');
  return [`the file has changed since these passed: ${names}; ./unroll check ${stem} looks again`];
}

/** What was done in tasks that the lesson no longer has is not hidden. */
function goneTasks({ stem, tasks }: Lesson, progress: Progress): readonly string[] {
  const gone = Object.entries(progress).filter(
    ([id, { last }]) => last?.lesson === stem && tasks.every((task) => task.id !== id),
  );
  if (gone.length === 0) return [];
  const words = gone.map(([id, { last }]) => `${id} (${last?.status ?? ''})`);
  return [`no longer in this lesson: ${words.join(', ')}`];
}
