import { helpersOf, standAlone } from '../../grader/sources/reach.js';
import { LessonProblem } from '../../grader/sources/problem.js';
import { coreAsSeenFrom, Sources } from '../../grader/sources/sources.js';
import { taughtFunction, type Body } from '../../grader/sources/taught-function.js';
import { forbiddenNames } from '../../grader/box/forbidden.js';
import { rulesOf } from '../../grader/compile/compile.js';
import type { Lesson, Task } from '../../grader/task.js';
import { planExercise } from '../../tools/lessons/exercise-plan.js';
import { keyText } from '../../tools/lessons/exercise-text.js';
import { lessonBank } from '../../tools/lessons/lesson-bank.js';
import { smallEdits } from './edits.js';

/** Something to be graded for one task. */
export interface Trial {
  readonly task: Task;
  readonly kind: 'mistake' | 'submitted mistake' | 'variant' | 'mutant';
  /** Id of the mistake or variant, description of the edit. */
  readonly name: string;
}

/** A trial that is handed in as a student would. */
export interface Submitted extends Trial {
  readonly text: string;
}

/** The key with one small edit, as a module of our own. */
export interface KeyEdit {
  readonly name: string;
  readonly text: string;
}

export interface Trials {
  readonly submitted: readonly Submitted[];
  readonly edits: readonly KeyEdit[];
  /** Ids of the known mistakes. */
  readonly mistakes: readonly string[];
  /** Why a mistake or a variant could not be made a submission of. */
  readonly problems: readonly string[];
}

/**
 * What a task's proof tries besides key and stub: its mistakes, of which the likeliest is handed in
 * too, its variants, and its key with one small edit each.
 *
 * @throws LessonProblem if the bank cannot be read, or no key can be made
 */
export function trialsOf(
  root: string,
  lesson: Lesson,
  lessons: readonly Lesson[],
  task: Task,
): Trials {
  const sources = new Sources(root);
  const { mistakes, variants } = lessonBank(lesson, task, sources);
  const submitted: Submitted[] = [];
  const problems: string[] = [];
  const written = (kind: 'mistake' | 'variant', name: string, body: Body): string | undefined => {
    try {
      return keyText(planExercise(lesson, lessons, sources, [task], new Map([[task.id, body]])));
    } catch (error) {
      if (!(error instanceof LessonProblem)) throw error;
      problems.push(`${kind} '${name}' is no submission: ${error.message}`);
      return undefined;
    }
  };
  for (const [name, { body }] of mistakes) {
    const text = written('mistake', name, body);
    if (text !== undefined && submitted.length === 0)
      submitted.push({ task, kind: 'submitted mistake', name, text });
  }
  for (const [name, body] of variants) {
    const text = written('variant', name, body);
    if (text !== undefined) submitted.push({ task, kind: 'variant', name, text });
  }
  const edits = keyEdits(task, lesson, sources);
  return { submitted, edits, mistakes: [...mistakes.keys()], problems };
}

function keyEdits(task: Task, lesson: Lesson, sources: Sources): KeyEdit[] {
  const taught = taughtFunction(task, lesson, sources);
  const { imports } = taught.source;
  const isForbidden = forbiddenNames(rulesOf(task, lesson));
  const names = new Set([task.name, ...helperNames(taught)]);
  return smallEdits(standAlone(taught), names).flatMap(({ description: name, text, brings }) => {
    if (brings === undefined) return [{ name, text }];
    if (isForbidden(brings)) return [];
    const [, core] = brings.split('core.');
    if (core === undefined || imports.get(core)?.typeOnly === false) return [{ name, text }];
    return [{ name, text: `import { ${core} } from '${coreAsSeenFrom(task.from)}';\n${text}` }];
  });
}

/** Names of the private helpers that a function stands on. */
function helperNames(taught: Body): string[] {
  const helpers = helpersOf(taught);
  const declared = [...taught.source.declarations.values()].flat();
  return declared.filter(({ node }) => helpers.has(node)).map(({ name }) => name);
}
