import type { Lesson, Task } from '../../grader/task.js';
import { planExercise, type Plan } from '../../tools/lessons/exercise-plan.js';
import { keyText } from '../../tools/lessons/exercise-text.js';
import { lessonBank } from '../../tools/lessons/lesson-bank.js';
import { LessonProblem } from '../../tools/lessons/problem.js';
import { Sources } from '../../grader/sources/sources.js';
import type { Body } from '../../grader/sources/taught-function.js';
import { smallEdits } from './edits.js';

/** A text to be graded for one task, and what should come of it. */
export interface Trial {
  readonly task: Task;
  readonly kind: 'mistake' | 'variant' | 'mutant';
  /** Id of the mistake or variant, description of the edit. */
  readonly name: string;
  readonly text: string;
}

export interface Trials {
  readonly trials: readonly Trial[];
  /** Why a mistake or a variant could not be made a submission of. */
  readonly problems: readonly string[];
}

/**
 * Everything that a task's proof submits besides key and stub: its mistakes, its variants, and its
 * key with one small edit each.
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
  const tasks = withNeeds(lesson, task);
  const key = planExercise(lesson, lessons, sources, tasks);
  const trials: Trial[] = [];
  const problems: string[] = [];
  const written = (kind: 'mistake' | 'variant', bodies: ReadonlyMap<string, Body>) => {
    for (const [name, body] of bodies)
      try {
        const plan = planExercise(lesson, lessons, sources, [task], new Map([[task.id, body]]));
        trials.push({ task, kind, name, text: keyText(plan) });
      } catch (error) {
        if (!(error instanceof LessonProblem)) throw error;
        problems.push(`${kind} '${name}' is no submission: ${error.message}`);
      }
  };
  written('mistake', new Map([...mistakes].map(([id, { body }]) => [id, body])));
  written('variant', variants);
  return { trials: [...trials, ...mutants(task, key)], problems };
}

function mutants(task: Task, key: Plan): Trial[] {
  const planned = key.tasks.find((candidate) => candidate.task.id === task.id);
  const helpers = planned?.helpers.map(({ declaration }) => declaration.name) ?? [];
  const declared = key.tasks.map((candidate) => candidate.task.name);
  return smallEdits(keyText(key), new Set([task.name, ...helpers])).flatMap((edit) => {
    const { brings, description: name, text } = edit;
    if (brings === undefined || key.coreValues.has(brings))
      return [{ task, kind: 'mutant', name, text } as const];
    const barred = task.forbidden.includes(`core.${brings}`) || declared.includes(brings);
    if (barred) return [];
    const imported = `import { ${brings} } from '../src/core/index.js';\n${text}`;
    return [{ task, kind: 'mutant', name, text: imported } as const];
  });
}

/** A task behind those of its lesson that it needs. */
function withNeeds(lesson: Lesson, task: Task): Task[] {
  const wanted = new Set([task.id]);
  for (const candidate of [...lesson.tasks].reverse())
    if (wanted.has(candidate.id)) for (const need of candidate.needs) wanted.add(need);
  return lesson.tasks.filter(({ id }) => wanted.has(id));
}
