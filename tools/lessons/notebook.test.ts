import { expect, test } from 'vitest';
import { readLessonText } from './lesson-text.js';
import { checkLessons, checkTextAgainstTasks } from './lesson-checks.js';
import { makeNotebook, makeQuestions, type Cell } from './notebook.js';
import { smallFiles } from './testing/small-files.js';
import { smallLesson, withTask } from './testing/small-lesson.js';

const file = 'lessons/90-small/lesson.md';
const whole = smallFiles[file] ?? '';

interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec: unknown; readonly unroll: { readonly made: string } };
  readonly nbformat: number;
}

const cellsOf = (source: string) => {
  const notebook = makeNotebook(smallLesson, readLessonText(source, file));
  return (JSON.parse(notebook) as Notebook).cells;
};

const text = (cells: readonly Cell[], id: string) =>
  cells.find((cell) => cell.id === id)?.source.join('');

test('a notebook has the cells of its lesson, without notes, slides, and outputs', () => {
  const cells = cellsOf(whole);
  expect(cells.map(({ id, cell_type }) => `${cell_type} ${id}`)).toEqual([
    'markdown a-small-lesson',
    'code start',
    'markdown scaling',
    'markdown question-grows',
    'code predict-grows',
    'markdown task-scale',
    'code check-scale',
    'code scaling-code',
    'markdown task-scale-twice',
    'code check-scale-twice',
    'markdown task-mean-square',
    'code check-mean-square',
  ]);
  for (const cell of cells.filter(({ cell_type }) => cell_type === 'code'))
    expect(cell).toMatchObject({ outputs: [], execution_count: null });
  expect(JSON.stringify(cells)).not.toMatch(/instructor|slide/i);
});

test('it names our kernel and says that it is made', () => {
  const notebook = JSON.parse(makeNotebook(smallLesson, readLessonText(whole, file))) as Notebook;
  expect(notebook.nbformat).toBe(4);
  expect(notebook.metadata.kernelspec).toMatchObject({ name: 'unroll', language: 'typescript' });
  expect(notebook.metadata.unroll.made).toContain('npm run lessons');
});

test('a task becomes a card and a cell that checks it', () => {
  const cells = cellsOf(whole);
  const card = text(cells, 'task-scale') ?? '';
  expect(card).toContain('### Task `scale`: Scale and shift');
  expect(card).toContain('**4 points · difficulty ●○○○○ 1 of 5 · about 5 minutes · core**');
  expect(card).toContain('Scaling $[1, 2]$ by $2$ gives $[2, 4]$.');
  expect(card).toContain('[exercises/90-small.ts](../exercises/90-small.ts)');
  expect(text(cells, 'check-scale')).toBe("await check('scale');");
  expect(text(cells, 'task-scale-twice')).toContain('**1 point · ');
  expect(text(cells, 'task-scale-twice')).toContain(
    'Find what is wrong with, and mend, `scaleTwice`',
  );
});

test('a card says what may be called', () => {
  const card = text(cellsOf(whole), 'task-scale-twice');
  expect(card).toContain(
    'May call: tfjs, `src/core` and `scale` (task `scale`). May not call: the functions of other tasks (',
  );
});

test('the head says how long it takes', () => {
  const head = text(cellsOf(whole), 'a-small-lesson');
  expect(head).toBe(
    '# A small lesson\n\n*About 15 minutes: 0 to read and run, 10 for the core tasks, 5 for the further tasks.*\n\nBegin here.',
  );
});

test('a folded cell hides its code until it is opened', () => {
  const cells = cellsOf(whole.replace('```ts id=start', '```ts id=start fold'));
  const metadata = Object.fromEntries(cells.map((cell) => [cell.id, cell.metadata]));
  expect(metadata['start']).toEqual({ jupyter: { source_hidden: true } });
  expect(metadata['scaling-code']).toEqual({});
});

test('a question shows its choices and keeps the right one for the lab', () => {
  const cells = cellsOf(whole);
  expect(text(cells, 'question-grows')).toContain('- **a** Always\n- **b** It depends');
  expect(text(cells, 'question-grows')).not.toContain('factor');
  expect(text(cells, 'predict-grows')).toBe("predict('grows', '?');");
  const questions: unknown = JSON.parse(makeQuestions([readLessonText(whole, file)]));
  expect(questions).toMatchObject({
    grows: { choices: [{ right: false }, { key: 'b', right: true }] },
  });
});

test('text that changes elsewhere leaves the ids of cells as they were', () => {
  const added = whole.replace(
    'Begin here.',
    'Begin here.\n\n## Another section\n\nWords.\n\n```ts\nb();\n```',
  );
  const ids = cellsOf(added).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(cellsOf(whole).map(({ id }) => id)));
});

test('an id that stands twice is refused', () => {
  const twice = whole.replace('```ts\nconst a', '```ts id=start\nconst a');
  expect(() => cellsOf(twice)).toThrow(`${file}:36: the id 'start' is taken.`);
});

test.each([
  ['an unknown task', '::: task scale\n', '::: task scales\n', ":32: there is no task 'scales'."],
  [
    'a task without a place',
    '::: task scale-twice\n:::\n',
    '',
    ":1: the task 'scale-twice' has no place",
  ],
  [
    'a task placed twice',
    '::: slide\nA',
    '::: task scale\nA',
    ":43: the task 'scale' stands twice.",
  ],
  ['another title', 'title: A small', 'title: A large', ":1: the title is 'A small lesson' in"],
  ['other needs', 'needs: []', 'needs: [00-start]', ':1: needs is [] in'],
])('text and tasks disagree: %s', (_, from, to, message) => {
  const changed = readLessonText(whole.replace(from, to), file);
  expect(() => {
    checkTextAgainstTasks(smallLesson, changed);
  }).toThrow(`${file}${message}`);
});

test.each([
  [
    'an id of another task',
    withTask('mean-square', { id: 'scale' }),
    "'scale' is in 90-small already",
  ],
  [
    'a need that comes later',
    withTask('scale', { needs: ['mean-square'] }),
    'which is no earlier task',
  ],
  [
    'a lesson that is not there',
    { ...smallLesson, needs: ['89-none'] },
    'which is no earlier lesson',
  ],
  [
    'a wrong version without a bug to find',
    withTask('scale', { wrongVersion: 'once' }),
    'a debug task, and no other',
  ],
  ['an id with capitals', withTask('scale', { id: 'Scale' }), "write the task 'Scale' as some-id"],
])('tasks are wrong in themselves: %s', (_, lesson, message) => {
  expect(() => {
    checkLessons([lesson]);
  }).toThrow(message);
});
