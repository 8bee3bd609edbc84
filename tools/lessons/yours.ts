import type { Lesson } from '../../grader/task.js';

/** The interface that types `yours('01-rnn')`: each lesson's functions, as the library has them. */
export function yoursText(lessons: readonly Lesson[]): string {
  const members = lessons.map(({ stem, tasks }) => {
    const functions = tasks.map(({ name, from }) => {
      const module = `../${from.replace(/\.ts$/, '.js')}`;
      return `readonly ${name}: typeof import('${module}').${name};`;
    });
    return `readonly '${stem}': { ${functions.join('\n')} };`;
  });
  return [
    '// Made by `npm run lessons` from the tasks of all lessons: change those, not this file.',
    '',
    "/** The functions that each lesson teaches, typed as the library's. */",
    `export interface Yours { ${members.join('\n')} }`,
  ].join('\n');
}
