import type { NextTask } from '../school/next-task.js';

/** A line that says what to do next. */
export const nextLine = ({ lesson, task }: NextTask): string =>
  `Next: ${task.id}, in exercises/${lesson.stem}.ts; then ./unroll check ${task.id}\n`;
