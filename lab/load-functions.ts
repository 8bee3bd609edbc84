import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { compile, type Compiled } from '../grader/compile/compile.js';
import { libraryModule } from '../grader/lesson-home.js';
import type { LessonHome, Submission } from '../grader/grade.js';
import { bundle } from '../grader/references/bundle.js';
import { mistakesBundle } from '../grader/references/mistakes.js';
import type { Help, Task } from '../grader/task.js';

/** Functions by name. */
export type Functions = Record<string, unknown>;

type Require = (name: string) => unknown;

/** Loads functions of a lesson into this process, on its backend. */
export interface Loader {
  /** The library's. */
  library(): Promise<Functions>;
  /**
   * A submission's function of a task, or why there is none.
   *
   * @param mixture gives it the functions of the tasks it needs
   */
  submitted(
    submission: Submission,
    task: Task,
    mixture: Functions,
  ): Promise<{ readonly run: unknown } | Exclude<Compiled, { kind: 'code' }>>;
  /** The known mistakes of a task. */
  mistakes(task: Task): Promise<Readonly<Record<string, Help & { readonly run: unknown }>>>;
}

/**
 * A loader for a lesson. tfjs keeps tensors and backend in one place a process: what it loads
 * shares the notebook's own.
 *
 * @param home the lesson
 */
export async function loaderOf(home: LessonHome): Promise<Loader> {
  const { root, cache } = home;
  const project = createRequire(join(root, 'package.json'));
  const tfjs: Require = (name) => project(name);
  const bundled = async (entry: string) =>
    runModule((await bundle(entry, root, cache)).code, entry, tfjs);
  const tf = tfjs('@tensorflow/tfjs-core') as Functions;
  const core = await bundled(`export * from './src/core/index.ts';`);
  const earlier = new Map<string, Functions>();
  for (const { stem, load } of home.earlier)
    earlier.set(`./${stem}.js`, await bundled(libraryModule(await load())));
  return {
    library: () => bundled(libraryModule(home)),
    submitted: async ({ path, text }, task, mixture) => {
      const compiled = await compile(text, { file: path, task, lesson: home.lesson });
      if (compiled.kind !== 'code') return compiled;
      const modules = new Map([...earlier, ['tf', tf], ['core', core], ['references', mixture]]);
      const values = compiled.imports.map(({ local, module, name }): [string, unknown] => {
        const from = modules.get(module);
        return [local, name === '*' ? from : from?.[name]];
      });
      const exported = run(compiled.code, join(root, path), Object.fromEntries(values));
      return { run: (exported as Functions)[task.name] };
    },
    mistakes: async (task) => {
      const { code, help } = await mistakesBundle(home, task);
      const { run } = runModule(code, `mistakes of ${task.id}`, tfjs);
      const known = run as Functions;
      return Object.fromEntries(
        Object.entries(help).map(([id, said]) => [id, { ...said, run: known[id] }]),
      );
    },
  };
}

/** Runs CommonJS code; `file` is what stack traces say. */
function runModule(code: string, file: string, require: Require): Functions {
  const module = { exports: {} };
  run(code, file, { exports: module.exports, require, module });
  return module.exports;
}

/** Runs code as the body of a function with these parameters. */
function run(code: string, filename: string, given: Functions): unknown {
  const start = compileFunction(`'use strict'; ${code}`, Object.keys(given), { filename });
  return Reflect.apply(start, undefined, Object.values(given)) as unknown;
}
