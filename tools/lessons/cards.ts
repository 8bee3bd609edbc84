import type { Lesson, Task } from '../../grader/task.js';
import type { Question } from './questions.js';
import { rulesOf } from './rules.js';

const askedFor: Record<Task['kind'], string> = {
  write: 'Write',
  derive: 'Derive and write',
  debug: 'Find what is wrong with, and mend,',
  transfer: 'Write',
};

/** The heading of a task's card; `mark` stands around its id. */
export function taskHeading({ id, title }: Task, mark: string): string {
  return `Task ${mark}${id}${mark}: ${title}`;
}

/** A task's card: what it is worth, the author's text, where to write, what may be called. */
export function taskCard(lesson: Lesson, task: Task, body: string): string {
  const { difficulty, points, minutes } = task;
  const dots = '●'.repeat(difficulty) + '○'.repeat(5 - difficulty);
  const facts = [
    `${String(points)} ${points === 1 ? 'point' : 'points'}`,
    `difficulty ${dots} ${String(difficulty)} of 5`,
    `about ${String(minutes)} minutes`,
    task.core ? 'core' : 'further',
  ];
  const file = `exercises/${lesson.stem}.ts`;
  const { mayCall, mayNotCall } = rulesOf(task, lesson, '`');
  return [
    `### ${taskHeading(task, '`')}`,
    `**${facts.join(' · ')}**`,
    ...(body === '' ? [] : [body]),
    [mayCall, mayNotCall].filter((rule) => rule !== undefined).join(' '),
    `${askedFor[task.kind]} \`${task.name}\` in [${file}](../${file}), save the file, then run the next cell. For a hint: \`await hint('${task.id}')\` in a cell, or \`./unroll hint ${task.id}\` in a terminal.`,
  ].join('\n\n');
}

export function questionCard(question: Question): string {
  const choices = question.choices.map(({ key, text }) => `- **${key}** ${text}`);
  return [
    `**Predict.** ${question.prompt}`,
    choices.join('\n'),
    'Put your letter in the place of `?`, then run the cell.',
  ].join('\n\n');
}
