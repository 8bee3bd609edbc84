import { posix } from 'node:path';
import { table } from '../../grader/reports/table.js';
import { LessonTexts } from './lesson-texts.js';
import type { LoadedLessons } from './load-lessons.js';
import { beyond, lessonLimits, limitsText, pageLimits } from './size-limits.js';
import { sizesOf, type Sizes } from './sizes.js';

/** The sizes of one notebook, and in words what of them is too much or too little. */
export interface NotebookSizes extends Sizes {
  readonly notebook: string;
  readonly beyond: readonly string[];
}

/** The sizes of all lessons and further pages, in order, and why some have none. */
export function allSizes(
  root: string,
  { lessons, problems }: LoadedLessons,
): { readonly sizes: readonly NotebookSizes[]; readonly problems: readonly Error[] } {
  const texts = new LessonTexts(root, lessons);
  const sizes: NotebookSizes[] = [];
  const unread: Error[] = [];
  for (const lesson of lessons)
    try {
      const own = sizesOf(texts.of(lesson), lesson.tasks);
      sizes.push({ notebook: lesson.stem, ...own, beyond: beyond(own, lessonLimits) });
      for (const { notebook, text } of texts.furtherOf(lesson)) {
        const page = sizesOf(text, []);
        const name = posix.basename(notebook, '.ipynb');
        sizes.push({ notebook: name, ...page, beyond: beyond(page, pageLimits) });
      }
    } catch (error) {
      unread.push(error instanceof Error ? error : new Error(String(error)));
    }
  return { sizes, problems: [...problems, ...unread] };
}

const head = [
  'notebook',
  'words',
  'lines',
  'pictures',
  'predictions',
  'tasks',
  'core',
  'minutes',
  'plan',
  'beyond the sizes',
];

/** The sizes as a table, with the limits below it. */
export function sizeTable(sizes: readonly NotebookSizes[]): string {
  const rows = sizes.map((one) => [
    one.notebook,
    one.words,
    one.lines,
    one.pictures,
    one.predictions,
    one.tasks,
    one.core,
    one.minutes,
    one.plan,
    one.beyond.join(', '),
  ]);
  return [
    table(head, rows),
    '',
    `A lesson has ${limitsText(lessonLimits)}.`,
    `A further page has ${limitsText(pageLimits)}, and no tasks.`,
  ].join('\n');
}
