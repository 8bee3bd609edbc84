/** The grader as a notebook reaches it; bundled apart, so that no notebook compiles it. */
import { relative } from 'node:path';
import { html } from '../grader/reports/html.js';
import { gradeSubmission, type LessonHome, type Submission } from '../grader/grade.js';
import { reproOf } from '../grader/repro/repro.js';
import type { Task } from '../grader/task.js';
import type { TaskVerdict } from '../grader/verdict.js';
import { exerciseFile, isOwnWork } from '../school/exercise-file.js';
import { nearest } from '../school/nearest.js';
import { helpDue, progressOf, readProgress, recordCheck, recordHint } from '../school/progress.js';
import { readSubmission } from '../school/read-submission.js';
import { homeOf, findTask, thisSchool, type School } from '../school/school.js';
import { UsageError } from '../school/usage-error.js';
import { cardOf, type Card } from './card.js';
import type { Mixed, ReproCell } from './engine-link.js';
import { hintCard } from './hint-card.js';
import { loaderOf, type Functions } from './load-functions.js';
import { mixFunctions, type Mixture } from './mix-functions.js';
import { mixtureCard } from './mixture-card.js';
import { ownFunctions } from './own-functions.js';
import { verdictCard, type Places } from './verdict-card.js';

/**
 * Grades one task as the exercise file stands on disk, as `./unroll check` does.
 *
 * @param stem the notebook's lesson
 * @param id the task
 * @returns the verdict as a card and as text
 */
export async function check(stem: string, id: string): Promise<Card> {
  const school = thisSchool();
  const { home, task } = await taskHere(school, stem, id);
  const submission = read(school, home);
  const { tasks } = await gradeSubmission(submission, home, { tasks: [id] });
  const [verdict] = tasks;
  if (verdict === undefined) throw new Error(`the grader said nothing of ${id}`);
  const progress = isOwnWork() ? recordCheck(school, home.lesson, submission.text, tasks) : {};
  return verdictCard(verdict, helpDue(progress, id), placesOf(home, task, submission));
}

/** Links as seen from the notebook; JupyterLab opens a file at a line, which it counts from 0. */
function placesOf({ lesson }: LessonHome, { id, name }: Task, { text }: Submission): Places {
  const { stem } = lesson;
  const at = new RegExp(`^export[^\\n]*\\b${name}\\b`, 'm').exec(text)?.index;
  const line = at === undefined ? undefined : text.slice(0, at).split('\n').length;
  const file = `exercises/${stem}.ts`;
  return {
    text: `${stem}.ipynb#cell-id=task-${id}`,
    code: `../${file}${line === undefined ? '' : `#line=${String(line - 1)}`}`,
    codeName: line === undefined ? file : `${file}, line ${String(line)}`,
  };
}

/**
 * Shows hints of a task; which were seen is remembered, as by `./unroll hint`.
 *
 * @param stem the notebook's lesson
 * @param id the task
 * @param wanted number of the hint, from 1; default: the last one seen, or the first
 */
export async function hint(stem: string, id: string, wanted?: number): Promise<Card> {
  const school = thisSchool();
  const { task } = await taskHere(school, stem, id);
  const seen = progressOf(readProgress(school), id).hintsSeen;
  const count = task.hints.length;
  const number = wanted ?? Math.max(1, seen);
  if (!Number.isInteger(number) || number < 1 || number > count)
    throw new UsageError(
      `hint: expected a number from 1 to ${String(count)}, received ${String(number)}. ${id} has so many hints.`,
    );
  if (number > seen && isOwnWork()) recordHint(school, id, number);
  return hintCard(task, number);
}

/** The last program of each task: asked for twice, it is not put into the notebook twice. */
const given = new Map<string, string>();

/**
 * Finds the smallest input on which a task's function fails, as the exercise file stands.
 *
 * @param stem the notebook's lesson
 * @param id the task
 */
export async function repro(stem: string, id: string): Promise<ReproCell> {
  const school = thisSchool();
  const { home } = await taskHere(school, stem, id);
  const found = await reproOf(read(school, home), home, id, { as: 'cell' });
  if (found.kind === 'passes')
    return { card: note(`${id} passes: no input is known on which it fails.`) };
  if (found.kind === 'cannot-run') return { card: note(`${id}: ${found.message}`) };
  if (given.get(id) === found.text)
    return { card: note(`${id} still fails on the input that was put into a cell below.`) };
  given.set(id, found.text);
  return {
    card: note(`The cell below has the smallest input found on which ${id} fails. Run it.`),
    cell: found.text,
  };
}

interface Kept {
  readonly text: string;
  readonly at: Date;
  readonly verdicts: Promise<readonly TaskVerdict[]>;
  readonly mixture: Promise<Mixture>;
}

const kept = new Map<string, Kept>();

/** What was graded once is not graded again until the file changes. */
function graded(home: LessonHome, submission: Submission): Kept {
  const { stem } = home.lesson;
  const { text } = submission;
  const known = kept.get(stem);
  if (known?.text === text) return known;
  const verdicts = gradeSubmission(submission, home).then(({ tasks }) => tasks);
  const mixture = verdicts.then((said) => mixFunctions(home, submission, said));
  const now = { text, at: new Date(), verdicts, mixture };
  kept.set(stem, now);
  // What failed is tried again by whoever asks next.
  mixture.catch(() => {
    if (kept.get(stem) === now) kept.delete(stem);
  });
  return now;
}

/**
 * Loads a lesson's functions: the student's own where they pass, the library's elsewhere.
 *
 * @param stem the lesson
 */
export async function yours(stem: string): Promise<Mixed> {
  const school = thisSchool();
  const home = await homeOf(school, stem);
  const submission = read(school, home);
  const { mixture, at } = graded(home, submission);
  const made = await mixture;
  return {
    functions: made.functions,
    card: mixtureCard(made, { stem, file: submission.path, at, isOutdated: false }),
  };
}

/**
 * What is to be said of functions that `yours` loaded, now that their file has changed.
 *
 * @param stem the lesson
 * @returns nothing if none were loaded, or the file is as it was
 */
export async function outdated(stem: string): Promise<Card | undefined> {
  const known = kept.get(stem);
  if (known === undefined) return undefined;
  const school = thisSchool();
  const { path: file, text } = read(school, await homeOf(school, stem));
  if (text === known.text) return undefined;
  return mixtureCard(await known.mixture, { stem, file, at: known.at, isOutdated: true });
}

/**
 * As `yours`, with a known mistake in the place of one task's function.
 *
 * @param stem the lesson
 * @param id the task
 * @param mistake the mistake's name in the task's bank
 * @throws UsageError naming what there is, if one of them is unknown
 */
export async function mistaken(stem: string, id: string, mistake: string): Promise<Mixed> {
  const school = thisSchool();
  const home = await homeOf(school, stem);
  const { lesson, root } = home;
  const task = lesson.tasks.find((one) => one.id === id);
  if (task === undefined)
    throw new UsageError(
      unknown(
        'task',
        id,
        lesson.tasks.map((one) => one.id),
      ),
    );
  const known = await (await loaderOf(home)).mistakes(task);
  const slip = known[mistake];
  if (slip === undefined)
    throw new UsageError(unknown(`mistake of ${id}`, mistake, Object.keys(known)));
  const submission = read(school, home);
  const keyFile = `solutions/${stem}.ts`;
  const key = readSubmission(`${root}/${keyFile}`, keyFile);
  const verdicts = await graded(home, submission).verdicts;
  const mixture = await mixFunctions(home, submission, verdicts, { task, run: slip.run, key });
  const card = mixtureCard(mixture, {
    ...{ stem, file: submission.path, at: new Date(), isOutdated: false },
    mistake: { task, id: mistake, cause: slip.cause },
  });
  return { functions: mixture.functions, card };
}

/**
 * Loads the student's functions of a lesson as they stand, right or wrong.
 *
 * @param stem the lesson
 */
export async function own(stem: string): Promise<Functions> {
  const school = thisSchool();
  const home = await homeOf(school, stem);
  return await ownFunctions(home, read(school, home));
}

/** The task of the notebook's lesson, else of the lesson that has it. */
async function taskHere(
  school: School,
  stem: string,
  id: string,
): Promise<{ readonly home: LessonHome; readonly task: Task }> {
  const home = await homeOf(school, stem);
  const task = home.lesson.tasks.find((one) => one.id === id);
  return task === undefined ? await findTask(school, id) : { home, task };
}

function read(school: School, { lesson }: LessonHome): Submission {
  const file = exerciseFile(school.root, lesson.stem);
  return readSubmission(file, relative(school.root, file));
}

const note = (text: string): Card => ({ html: cardOf('neutral', html`${text}`), text });

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const meant = near === undefined ? '' : ` Did you mean '${near}'?`;
  return `mistaken: expected a ${what}, received '${name}'.${meant} There are: ${known.join(', ')}.`;
}
