import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { projectFile } from '../src/core/files.js';
import { InputError, wrongInput } from '../src/core/index.js';

/** A verdict as a notebook shows it. */
export interface Card {
  readonly html: string;
  readonly text: string;
}

/** A student's functions where they pass, the library's elsewhere. */
export interface Mixed {
  readonly functions: Readonly<Record<string, unknown>>;
  /** Which is whose, in words. */
  readonly text: string;
}

/** The grader and the loader of exercises, bundled apart: a notebook compiles neither. */
export interface Engine {
  /** Grades one task of a lesson as the exercise file stands. */
  check(lesson: string, task: string): Promise<Card>;
  /** Loads the functions that a lesson grades. */
  yours(lesson: string): Promise<Mixed>;
}

const bundleFile = () => projectFile('.unroll/build/engine.cjs');

/** Loads the engine's bundle, once. */
export function engine(): Engine {
  const file = bundleFile();
  if (!existsSync(file))
    throw new InputError(
      wrongInput('check', 'the built grader', 'none in .unroll/build', 'Run npm start once.'),
    );
  return createRequire(file)(file) as Engine;
}

/** Loads it when nothing else is to do, so that the first check does not wait for it. */
export function warmEngine(): void {
  if (existsSync(bundleFile())) setImmediate(engine);
}
