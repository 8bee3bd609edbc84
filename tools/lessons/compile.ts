import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Lesson } from '../../grader/task.js';
import { planExercise, type Plan } from './exercise-plan.js';
import { keyText, stubText } from './exercise-text.js';
import { checkLessons, checkTextAgainstTasks } from './lesson-checks.js';
import { readLessonText } from './lesson-text.js';
import { checkLinks } from './links.js';
import { withMark, type MadeFile } from './made-file.js';
import { readBank, wrongBody } from './mistake-bodies.js';
import { makeNotebook, makeQuestions } from './notebook.js';
import { LessonProblem } from './problem.js';
import { Sources } from './sources.js';
import { taughtFunction } from './taught-function.js';
import { yoursText } from './yours.js';

/**
 * Makes all that is made of a lesson: notebook, questions, exercise, answer key. Writes nothing.
 *
 * @param root the project's folder
 * @param lesson to make
 * @param lessons all lessons, in order
 * @throws LessonProblem at the first fault in the lesson's sources
 */
export async function compileLesson(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
): Promise<readonly MadeFile[]> {
  const { stem } = lesson;
  const textFile = `lessons/${stem}/lesson.md`;
  if (!existsSync(join(root, textFile)))
    throw new LessonProblem(textFile, 1, 'is missing. Write the text of the lesson there.');
  const text = readLessonText(readFileSync(join(root, textFile), 'utf8'), textFile);
  checkTextAgainstTasks(lesson, text);
  const made = lessons.flatMap((one) => madeFrom(one.stem));
  checkLinks(root, text, new Set(made));
  const [notebook, questions, exercise, solution] = madeFrom(stem);
  return [
    { path: notebook, text: makeNotebook(lesson, text), kind: 'notebook' },
    { path: questions, text: makeQuestions(text), kind: 'other' },
    { path: exercise, text: await makeStub(root, lesson, lessons), kind: 'exercise' },
    { path: solution, text: await makeKey(root, lesson, lessons), kind: 'other' },
  ];
}

/** The files that bear a lesson's name. */
function madeFrom(stem: string) {
  return [
    `notebooks/${stem}.ipynb`,
    `notebooks/${stem}.questions.json`,
    `exercises/${stem}.ts`,
    `solutions/${stem}.ts`,
  ] as const;
}

/** What was made, and what stood in the way. */
export interface Compiled {
  readonly files: readonly MadeFile[];
  readonly problems: readonly Error[];
}

/**
 * Makes all that is made of lessons. Writes nothing; a fault in one lesson leaves the others.
 *
 * @param chosen lessons to make; the types of all lessons' functions are made with all of them
 */
export async function compileLessons(
  root: string,
  lessons: readonly Lesson[],
  chosen: readonly Lesson[] = lessons,
): Promise<Compiled> {
  const files: MadeFile[] = [];
  const problems: Error[] = [];
  const attempt = async (make: () => Promise<readonly MadeFile[]>) => {
    try {
      files.push(...(await make()));
    } catch (error) {
      problems.push(error instanceof Error ? error : new Error(String(error)));
    }
  };
  await attempt(async () => {
    checkLessons(lessons);
    const path = 'lab/yours.ts';
    return [{ path, text: await prettified(root, path, yoursText(lessons)), kind: 'other' }];
  });
  for (const lesson of chosen) await attempt(() => compileLesson(root, lesson, lessons));
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
      const body = wrongBody(task, taught, readBank(lesson, task, sources));
      const instead = new Map([[task.id, body]]);
      wrong.set(task.id, planExercise(lesson, lessons, sources, [task], instead));
    }
  const text = stubText(planExercise(lesson, lessons, sources), wrong);
  const first = lesson.tasks[0]?.id ?? '';
  return withMark(
    [
      `Your exercise file of lesson ${lesson.stem}, "${lesson.title}".`,
      'Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.',
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
