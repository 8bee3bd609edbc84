export { LessonProblem } from '../../grader/sources/problem.js';

/** Names for a message: `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  const last = names.at(-1) ?? 'none';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
