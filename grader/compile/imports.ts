import type { Lesson } from '../task.js';
import type { Imported } from './parts.js';

const core = '../src/core/index.js';

/**
 * The name under which the box offers a module; undefined where an exercise may not import it.
 *
 * @param from as written in the import
 */
export function offeredAs(from: string, lesson: Lesson): string | undefined {
  if (from === '@tensorflow/tfjs-core') return from;
  if (/^\.\.\/src\/core\/[a-z-]+(\.[jt]s)?$/.test(from)) return core;
  const earlier = `${from.replace(/\.[jt]s$/, '')}.js`;
  return lesson.needs.some((stem) => earlier === `./${stem}.js`) ? earlier : undefined;
}

/** What to import instead. */
export function importMessage(from: string, lesson: Lesson): string {
  const allowed = [
    '@tensorflow/tfjs-core',
    core,
    ...lesson.needs.map((stem) => `./${stem}.js`),
  ].join(', ');
  return `"${from}" cannot be imported in an exercise. Import from ${allowed} only.`;
}

/** Statements that bring the imported names in by the box's `require`. */
export function importStatements(imports: readonly Imported[], lesson: Lesson): string {
  return imports
    .filter(({ local }) => local !== '')
    .map(({ from, imported, local }) => {
      const module = `require(${JSON.stringify(offeredAs(from, lesson))})`;
      return imported === '*'
        ? `const ${local} = ${module};`
        : `const ${local} = ${module}[${JSON.stringify(imported)}];`;
    })
    .join('');
}
