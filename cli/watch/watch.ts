import type { Ahead } from '../../grader/ahead.js';
import type { LessonHome } from '../../grader/lesson-home.js';
import { coloursFor } from '../../grader/reports/colours.js';
import type { Task } from '../../grader/task.js';
import { nextTask } from '../../school/next-task.js';
import { readProgress } from '../../school/progress.js';
import { allHomes, find, type School } from '../../school/school.js';
import { openTasks } from '../../school/standing.js';
import { UsageError } from '../../school/usage-error.js';
import { Checks } from './checks.js';
import { Keyboard } from './keyboard.js';
import { screenText, type Size, type View } from './screen.js';
import { Session } from './session.js';

/**
 * Moves to the first column of the first line and clears the screen and what has scrolled out of
 * it.
 */
const clear = '\u001b[H\u001b[2J\u001b[3J';

/** For output that does not know how large it is. */
const usualSize: Size = { columns: 80, rows: 24 };

/**
 * Checks the task in hand at every save of the exercise file, until the student quits.
 *
 * @param school whose exercises are meant
 * @param name a lesson, or the task to begin with; without it, the lesson that was checked last
 * @param ahead the box that was started for the first check
 * @throws UsageError if there is no terminal to take keys from
 */
export async function watch(
  school: School,
  name: string | undefined,
  ahead: Ahead | undefined,
): Promise<void> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UsageError(
      'unroll check --watch: expected a terminal, received a pipe or a file. Type the command in a terminal, or leave out --watch.',
    );
  const keyboard = new Keyboard(stdin);
  const checks = new Checks(ahead?.take());
  try {
    const { home, task } = await beginning(school, name);
    const passed = await untilQuit(school, home, task, keyboard, checks);
    stdout.write(`\n\n${passed}\n`);
  } finally {
    keyboard.close();
    await checks.close();
  }
}

/** Draws, takes keys and watches the file; returns what to say at the end. */
async function untilQuit(
  school: School,
  home: LessonHome,
  task: Task,
  keyboard: Keyboard,
  checks: Checks,
): Promise<string> {
  const { stdout } = process;
  const colours = coloursFor(stdout, process.env);
  const draw = (view: View) => {
    const { columns, rows } = stdout;
    const size = { columns: columns || usualSize.columns, rows: rows || usualSize.rows };
    stdout.write(`${clear}${screenText(view, size, colours)}`);
  };
  let resize: () => void = () => undefined;
  try {
    return await new Promise<string>((resolve, fail) => {
      const quit = () => {
        session.close();
        resolve(farewell(session.view()));
      };
      const session = new Session({ school, checks, draw, quit, fail }, home, task);
      resize = () => {
        draw(session.view());
      };
      stdout.on('resize', resize);
      keyboard.listen((key) => {
        session.press(key);
      }, resize);
      session.start();
    });
  } finally {
    stdout.off('resize', resize);
  }
}

function farewell({ lesson, progress }: View): string {
  const { stem, tasks } = lesson;
  const passed = tasks.length - openTasks(lesson, progress).length;
  return `${String(passed)} of ${String(tasks.length)} tasks of ${stem} pass. To go on: ./unroll check ${stem} --watch`;
}

/** The named task, or the first open one of the lesson that is meant. */
async function beginning(
  school: School,
  name: string | undefined,
): Promise<{ readonly home: LessonHome; readonly task: Task }> {
  const named = name === undefined ? undefined : await find(school, name);
  const homes = named === undefined ? await allHomes(school) : [named.home];
  const lessons = homes.map(({ lesson }) => lesson);
  const next = nextTask(lessons, readProgress(school));
  const home = homes.find(({ lesson }) => lesson === next?.lesson) ?? homes[0];
  const task = named?.task ?? next?.task ?? home?.lesson.tasks[0];
  if (home !== undefined && task !== undefined) return { home, task };
  throw new UsageError(
    'unroll check --watch: expected a lesson with tasks, received none. Restore lessons/ with git.',
  );
}
