import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { compile } from '../grader/compile/compile.js';
import { libraryModule } from '../grader/course.js';
import { gradeSubmission, type Course, type Submission } from '../grader/grade.js';
import { bundle } from '../grader/references/bundle.js';
import type { Task } from '../grader/task.js';
import type { Status } from '../grader/verdict.js';
import type { Mixed } from './engine-link.js';

type Functions = Record<string, unknown>;
type Require = (name: string) => unknown;

const CORE = '../src/core/index.js';

/**
 * A lesson's functions for training in this process, on its backend: the student's where they pass, the library's elsewhere.
 * A function of the student's that calls another gets that one from the same mixture, so that a slip spoils nothing else.
 *
 * @param course the lesson
 * @param submission the student's file
 */
export async function mixFunctions(course: Course, submission: Submission): Promise<Mixed> {
  const { tasks: verdicts } = await gradeSubmission(submission, course);
  const load = await loader(course);
  const functions: Functions = { ...(await load.library(course)) };
  const own: string[] = [];
  for (const task of course.lesson.tasks) {
    if (verdicts.find(({ id }) => id === task.id)?.status !== 'passed') continue;
    functions[task.name] = await load.own(submission, task, functions);
    own.push(task.name);
  }
  const rest = course.lesson.tasks
    .filter(({ name }) => !own.includes(name))
    .map(({ id, name }) => ({ name, status: verdicts.find((one) => one.id === id)?.status }));
  return { functions, text: whoseText(course.lesson.stem, own, rest) };
}

async function loader(course: Course) {
  const { root, cache } = course;
  const project = createRequire(join(root, 'package.json'));
  // tfjs keeps tensors and backend in one place a process: this must be the notebook's own.
  const tfjs: Require = (name) => project(name);
  const bundled = async (entry: string) =>
    run((await bundle(entry, root, cache)).code, entry, tfjs);
  const core = await bundled(`export * from './src/core/index.ts';`);
  const library = (of: Course) => bundled(libraryModule(of));
  const earlier = new Map<string, Functions>();
  for (const { stem, load } of course.earlier)
    earlier.set(`./${stem}.js`, await library(await load()));

  async function own({ path, text }: Submission, task: Task, mixture: Functions): Promise<unknown> {
    const compiled = await compile(text, { file: path, task, lesson: course.lesson });
    if (compiled.kind !== 'code') throw new Error(`${task.id} passed and does not compile`);
    const require: Require = (name) => {
      if (name === CORE) return core;
      if (name === 'references') return mixture;
      return earlier.get(name) ?? tfjs(name);
    };
    return run(compiled.code, join(root, path), require)[task.name];
  }
  return { library, own };
}

/** Runs CommonJS code; `file` is what stack traces say. */
function run(code: string, file: string, require: Require): Functions {
  const start = runInThisContext(
    `(function (exports, require, module) { 'use strict'; ${code}\n})`,
    {
      filename: file,
    },
  ) as (exports: Functions, require: Require, module: { exports: Functions }) => void;
  const module = { exports: {} };
  start(module.exports, require, module);
  return module.exports;
}

interface Other {
  readonly name: string;
  readonly status: Status | undefined;
}

function whoseText(stem: string, own: readonly string[], rest: readonly Other[]): string {
  const unwritten = rest.filter(({ status }) => status === 'unattempted').map(({ name }) => name);
  const wrong = rest.filter(({ status }) => status !== 'unattempted').map(({ name }) => name);
  const lines = [
    ['your own', own],
    ["the library's, as yours do not pass yet", wrong],
    ["the library's, as yours are not written yet", unwritten],
  ] as const;
  return [
    `Functions of ${stem}:`,
    ...lines
      .filter(([, names]) => names.length > 0)
      .map(([whose, names]) => `  ${whose}: ${names.join(', ')}`),
  ].join('\n');
}
