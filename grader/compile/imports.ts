import type { Import } from '../box/protocol.js';
import { short } from '../short.js';
import type { Lesson, Task } from '../task.js';
import type { Imported } from './parts.js';

const core = '../src/core/index.js';

/**
 * The box's name for a module; undefined for one that no exercise may import.
 *
 * @param from as written in the import
 */
export function moduleOf(from: string): string | undefined {
  if (from === '@tensorflow/tfjs-core') return 'tf';
  if (/^\.\.\/src\/core\/[a-z-]+(\.[jt]s)?$/.test(from)) return 'core';
  return /^\.\/[a-z0-9-]+(\.[jt]s)?$/.test(from) ? `${from.replace(/\.[jt]s$/, '')}.js` : undefined;
}

/** Whether an exercise of a lesson may import from there. */
export function mayImport(from: string, lesson: Lesson): boolean {
  const module = moduleOf(from);
  if (module === undefined) return false;
  return ['tf', 'core', ...lesson.needs].includes(homeOf(module));
}

/** What a module is called in the names of forbidden ways: `tf`, `core`, `00-start`. */
export const homeOf = (module: string): string => module.replace(/^\.\/(.*)\.js$/, '$1');

/** A name of a submission as the box is to bring it in. */
export function importOf({ from, imported, local }: Imported): Import {
  return { local, module: moduleOf(from) ?? from, name: imported };
}

/** What a task may not import, what it may, and what that leaves alone. */
export function importMessage({ from, imported }: Imported, task: Task, lesson: Lesson): string {
  const allowed = ['@tensorflow/tfjs-core', core, ...lesson.needs.map((stem) => `./${stem}.js`)];
  const what = imported === '*' ? 'everything' : short(imported);
  return `${task.name} uses ${what} from "${short(from)}", which cannot be imported in an exercise. Import from ${allowed.join(', ')} only. Tasks that do not use this import are graded as they are.`;
}
