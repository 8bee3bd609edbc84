import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { projectFile } from '../src/core/files.js';
import { InputError, wrongInput } from '../src/core/index.js';
import type { Card } from './card.js';

/** A lesson's functions from several hands. */
export interface Mixed {
  readonly functions: Readonly<Record<string, unknown>>;
  /** Which is whose. */
  readonly card: Card;
}

/** What came of looking for a failing input. */
export interface ReproCell {
  /** Said in the cell that asked. */
  readonly card: Card;
  /** Code for the next cell, where there is any. */
  readonly cell?: string;
}

/** The grader and the loader of exercises, bundled apart: a notebook compiles neither. */
export interface Engine {
  /** Grades one task of a lesson as the exercise file stands. */
  check(lesson: string, task: string): Promise<Card>;
  /** Shows a task's hints up to one of them. */
  hint(lesson: string, task: string, number?: number): Promise<Card>;
  /** Finds the smallest input on which a task's function fails. */
  repro(lesson: string, task: string): Promise<ReproCell>;
  /** The student's functions where they pass, the library's elsewhere. */
  yours(lesson: string): Promise<Mixed>;
  /** What is to be said of what `yours` loaded, if its file has changed since. */
  outdated(lesson: string): Promise<Card | undefined>;
  /** As `yours`, with a known mistake in the place of one. */
  mistaken(lesson: string, task: string, mistake: string): Promise<Mixed>;
  /** The student's functions as they stand. */
  own(lesson: string): Promise<Readonly<Record<string, unknown>>>;
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

/**
 * Loads it when nothing else is to do, and grades a lesson in the background: the first check does
 * not wait for the one, nor the first cell that asks for the student's functions for the other.
 *
 * @param lesson the lesson's stem
 */
export function warmEngine(lesson: string): void {
  if (!existsSync(bundleFile())) return;
  setImmediate(() => {
    // What goes wrong is said to whoever asks next.
    void gradeAhead(lesson).catch(() => undefined);
  });
}

async function gradeAhead(lesson: string): Promise<void> {
  await engine().yours(lesson);
}
