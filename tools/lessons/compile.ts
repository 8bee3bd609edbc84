import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Lesson } from '../../grader/task.js';
import { checkCells } from './cell-checks.js';
import { planExercise, type Plan } from './exercise-plan.js';
import { keyText, stubText } from './exercise-text.js';
import { checkFurtherPages } from './further-checks.js';
import { furtherPages } from './further-pages.js';
import { lessonBank } from './lesson-bank.js';
import { checkLessons, checkQuestionsAreNew, checkTextAgainstTasks } from './lesson-checks.js';
import { LessonTexts } from './lesson-texts.js';
import { checkLinks, type LinkTargets } from './links.js';
import { withMark, type MadeFile } from './made-file.js';
import { anchorsOf, makeFurtherNotebook, makeNotebook, makeQuestions } from './notebook.js';
import { makeRunningSheet } from './running-sheet.js';
import { checkExemptions, checkSizes } from './size-checks.js';
import { wrongBody } from '../../grader/sources/bank.js';
import { Sources } from '../../grader/sources/sources.js';
import { taughtFunction } from '../../grader/sources/taught-function.js';
import { yoursText } from './yours.js';

/**
 * Makes what a lesson's texts decide: notebooks, questions, running sheet.
 *
 * @throws LessonProblem at the first fault in the text
 */
function compileText(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
  texts: LessonTexts,
): readonly MadeFile[] {
  const text = texts.of(lesson);
  const further = texts.furtherOf(lesson);
  const sources = new Sources(root);
  const { notebook, questions, teaching } = madeFrom(lesson.stem);
  checkTextAgainstTasks(lesson, text);
  checkFurtherPages(text, further, lessons);
  const seen = texts.before(lesson);
  for (const page of [{ text, notebook }, ...further]) {
    checkQuestionsAreNew(page.text, seen);
    checkCells(sources, page.text);
    checkLinks(root, page.text, page.notebook, linkTargets(root, lessons, texts));
    seen.push(page.text);
  }
  return [
    { path: notebook, text: makeNotebook(lesson, text), kind: 'notebook' },
    ...further.map((page) => ({
      path: page.notebook,
      text: makeFurtherNotebook(lesson, page.text),
      kind: 'notebook' as const,
    })),
    { path: questions, text: makeQuestions([text, ...further.map((p) => p.text)]), kind: 'other' },
    { path: teaching, text: makeRunningSheet(lesson, text, sources), kind: 'other' },
  ];
}

/** Makes what a lesson's functions decide: exercise file and answer key. */
async function compileCode(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
): Promise<readonly MadeFile[]> {
  const { exercise, solution } = madeFrom(lesson.stem);
  return [
    { path: exercise, text: await makeStub(root, lesson, lessons), kind: 'exercise' },
    { path: solution, text: await makeKey(root, lesson, lessons), kind: 'other' },
  ];
}

/** The files that bear a lesson's name. */
function madeFrom(stem: string) {
  return {
    notebook: `notebooks/${stem}.ipynb`,
    questions: `notebooks/${stem}.questions.json`,
    teaching: `teaching/${stem}.md`,
    exercise: `exercises/${stem}.ts`,
    solution: `solutions/${stem}.ts`,
  } as const;
}

/** What links may lead to: whatever is made of any lesson, and the places of all notebooks. */
function linkTargets(root: string, lessons: readonly Lesson[], texts: LessonTexts): LinkTargets {
  const anchors = new Map<string, () => Set<string>>();
  for (const lesson of lessons) {
    anchors.set(madeFrom(lesson.stem).notebook, () => anchorsOf(lesson, texts.of(lesson)));
    for (const { notebook, file } of furtherPages(root, lesson.stem))
      anchors.set(notebook, () => anchorsOf({ tasks: [] }, texts.at(file)));
  }
  const made = lessons.flatMap(({ stem }) => Object.values(madeFrom(stem)));
  return {
    made: new Set([...made, ...anchors.keys()]),
    anchors: (notebook) => anchors.get(notebook)?.() ?? new Set(),
  };
}

/** What was made, and what stood in the way. */
export interface Compiled {
  readonly files: readonly MadeFile[];
  readonly problems: readonly Error[];
}

/**
 * Makes all that is made of lessons. Writes nothing; a fault in one lesson leaves the others.
 *
 * @param root the project's folder
 * @param lessons all lessons, in order
 * @param chosen lessons to make; the types of all lessons' functions are made with all of them
 */
export async function compileLessons(
  root: string,
  lessons: readonly Lesson[],
  chosen: readonly Lesson[] = lessons,
): Promise<Compiled> {
  const texts = new LessonTexts(root, lessons);
  return collected([
    async () => {
      checkLessons(lessons);
      checkExemptions(root);
      const path = 'lab/yours.ts';
      return [{ path, text: await prettified(root, path, yoursText(lessons)), kind: 'other' }];
    },
    ...chosen.map((lesson) => async () => [
      ...compileText(root, lesson, lessons, texts),
      ...(await compileCode(root, lesson, lessons)),
    ]),
    ...chosen.map((lesson) => () => heldToSizes(root, lesson, texts)),
  ]);
}

/** Makes what the lessons' texts decide, and nothing else. Writes nothing. */
export async function compileTexts(root: string, lessons: readonly Lesson[]): Promise<Compiled> {
  const texts = new LessonTexts(root, lessons);
  return collected([
    ...lessons.map((lesson) => () => Promise.resolve(compileText(root, lesson, lessons, texts))),
    ...lessons.map((lesson) => () => heldToSizes(root, lesson, texts)),
  ]);
}

/** Makes nothing: what is beyond its sizes is made all the same, so that its author can see it. */
function heldToSizes(root: string, lesson: Lesson, texts: LessonTexts): Promise<never[]> {
  checkSizes(root, lesson, texts);
  return Promise.resolve([]);
}

/**
 * What several makers made, and why the others did not; a text that cannot be read is named once.
 */
async function collected(
  makers: readonly (() => Promise<readonly MadeFile[]>)[],
): Promise<Compiled> {
  const files: MadeFile[] = [];
  const problems: Error[] = [];
  for (const make of makers)
    try {
      files.push(...(await make()));
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      if (!problems.includes(problem)) problems.push(problem);
    }
  return { files, problems };
}

/** The exercise file: every task's stub. */
export async function makeStub(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
): Promise<string> {
  const sources = new Sources(root);
  const wrong = new Map<string, Plan>();
  for (const task of lesson.tasks)
    if (task.wrongVersion !== undefined) {
      const taught = taughtFunction(task, lesson, sources);
      const body = wrongBody(task, taught, lessonBank(lesson, task, sources));
      const instead = new Map([[task.id, body]]);
      wrong.set(task.id, planExercise(lesson, lessons, sources, [task], instead));
    }
  const text = stubText(planExercise(lesson, lessons, sources), wrong);
  const first = lesson.tasks[0]?.id ?? '';
  return withMark(
    [
      `Your exercise file of lesson ${lesson.stem}, "${lesson.title}".`,
      'Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.',
      'Lines with @throws say what the library does with wrong input; that is not graded.',
      `To check one: await check('${first}') in the notebook, or ./unroll check ${first}. For a hint: ./unroll hint ${first}.`,
      "Made by 'npm run lessons', which leaves this file alone as soon as you have changed it.",
    ],
    await prettified(root, `exercises/${lesson.stem}.ts`, text),
  );
}

/** The answer key: the library's own functions as one file. */
export async function makeKey(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
): Promise<string> {
  const text = keyText(planExercise(lesson, lessons, new Sources(root)));
  const header = [
    `The answer key of lesson ${lesson.stem}, "${lesson.title}": the library's own functions.`,
    "Made by 'npm run lessons' from src: change the functions there, not here.",
  ];
  const made = header.map((line) => `// ${line}\n`).join('');
  return `${made}\n${await prettified(root, `solutions/${lesson.stem}.ts`, text)}`;
}

async function prettified(root: string, path: string, text: string): Promise<string> {
  const config = await resolveConfig(join(root, path));
  return format(text, { ...config, parser: 'typescript' });
}
