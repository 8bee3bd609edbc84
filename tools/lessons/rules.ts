import { neededBy } from '../../grader/needs.js';
import type { Check, Lesson, Task } from '../../grader/task.js';
import { inCore } from '../../grader/sources/sources.js';

/** The rules of a task, each a sentence that begins with its label. */
export interface Rules {
  readonly graded: string;
  readonly accepted?: string;
  readonly mayCall: string;
  readonly mayNotCall?: string;
}

/**
 * The rules of a task, as its checks and its lists have them.
 *
 * @param mark what stands around names of code: a backtick in Markdown, nothing in a comment
 */
export function rulesOf(task: Task, lesson: Lesson, mark = ''): Rules {
  const { accepts = [] } = task;
  const mayNot = mayNotCall(task, lesson, mark);
  const given = task.wrongVersion === undefined ? '' : ` ${givenEarnsNothing}`;
  return {
    graded: `Graded: ${gradedBy(task.checks)}.${given}`,
    ...(accepts.length > 0 && { accepted: `Also accepted: ${accepts.join('; ')}.` }),
    mayCall: `May call: ${mayCall(task, lesson, mark)}.`,
    ...(mayNot !== '' && { mayNotCall: `May not call: ${mayNot}.` }),
  };
}

const givenEarnsNothing = 'What the given code does right already earns no points.';

function gradedBy(checks: readonly Check[]): string {
  const laws = checks.flatMap(({ kind, title }) => (kind === 'property' ? [`"${title}"`] : []));
  const parts = checks.flatMap((check) => {
    if (check.share === 0 || check.kind === 'property') return [];
    if (check.kind !== 'gradient') return [check.title];
    return [`its gradient, taken by tfjs, with respect to ${listed(check.withRespectTo)}`];
  });
  if (laws.length > 0) parts.push(`the ${laws.length === 1 ? 'law' : 'laws'} ${listed(laws)}`);
  return parts.join('; ');
}

function mayCall(task: Task, lesson: Lesson, mark: string): string {
  const coded = (name: string) => `${mark}${name}${mark}`;
  const needed = neededBy(task, lesson).map(({ name, id }) => `${coded(name)} (task ${coded(id)})`);
  const numbers = lesson.needs.map((stem) => stem.split('-')[0] ?? stem);
  const lessons = numbers.length === 1 ? 'lesson' : 'lessons';
  const earlier = numbers.length > 0 ? [`the functions of ${lessons} ${listed(numbers)}`] : [];
  return listed(['tfjs', coded('src/core'), ...needed, ...earlier]);
}

function mayNotCall(task: Task, lesson: Lesson, mark: string): string {
  const coded = (names: readonly string[]) => listed(names.map((name) => `${mark}${name}${mark}`));
  const differentiates = task.forbidden.some((what) => differentiation.test(what));
  const names = task.forbidden.filter((what) => !differentiation.test(what));
  const core = names.filter((what) => what.startsWith('core.')).map((what) => what.slice(5));
  if (inCore(task.from)) core.push(task.name);
  const tfjs = names.filter((what) => !what.startsWith('core.'));
  const needed = neededBy(task, lesson);
  const others = lesson.tasks.filter((one) => one.id !== task.id && !needed.includes(one));
  const there = others.some(({ from }) => inCore(from))
    ? `, here and in ${coded(['src/core'])}`
    : '';
  return [
    ...(differentiates
      ? [`anything in tfjs that differentiates, such as ${coded(['tf.grad'])}`]
      : []),
    ...(tfjs.length > 0 ? [coded(tfjs)] : []),
    ...(core.length > 0 ? [`${coded(core)} of ${coded(['src/core'])}`] : []),
    ...(others.length > 0
      ? [`the functions of other tasks${there} (this one is graded without them)`]
      : []),
  ].join('; ');
}

/** `tf.grad` on a task's list means everything in tfjs that differentiates. */
const differentiation = /^tf\.(grads?|grad\*|valueAndGrads?|variableGrads)$/;

/** `a, b and c`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
