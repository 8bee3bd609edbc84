import type { Lesson } from '../grader/task.js';

/** The lessons in order; one is loaded only when it is asked for. */
export const lessons: Readonly<Record<string, () => Promise<{ readonly lesson: Lesson }>>> = {
  '00-start': () => import('./00-start/tasks.js'),
  '01-rnn': () => import('./01-rnn/tasks.js'),
  '02-gru': () => import('./02-gru/tasks.js'),
  '03-lstm': () => import('./03-lstm/tasks.js'),
};
