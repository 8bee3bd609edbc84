import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileLessons } from './compile.js';
import { furtherPages, titleOf } from './further-pages.js';
import type { MadeFile } from './made-file.js';
import type { Cell } from './notebook.js';
import { allSizes } from './size-table.js';
import { staleFiles } from './stale.js';
import { smallLesson } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

const lesson = 'lessons/90-small/lesson.md';
const page = 'lessons/90-small/further/more.md';
const notebook = 'notebooks/90-more.ipynb';
const text = `---
title: "More: about scales"
---

# More about scales

Go back [to the lesson](90-small.ipynb#Scaling).

::: question shrinks
Does it shrink?

- [ ] Never => It may.
- [x] Below one => Yes.
:::

\`\`\`ts id=more
import { check } from './lab/index.js';
\`\`\`
`;

let project: SmallProject;
beforeEach(() => {
  project = new SmallProject();
  project.edit(lesson, 'Begin here.', 'Begin here, [go on](90-more.ipynb#More-about-scales).');
  project.write(page, text);
});
afterEach(() => {
  project.remove();
});

async function compiled() {
  const { files, problems } = await compileLessons(project.root, [smallLesson]);
  return { files, problems: problems.map(({ message }) => message) };
}

const made = (files: readonly MadeFile[], path: string) =>
  files.find((file) => file.path === path)?.text ?? '';

test('a further page becomes a notebook of its own, without exercises', async () => {
  const { files, problems } = await compiled();
  expect(problems).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual([
    'lab/yours.ts',
    'notebooks/90-small.ipynb',
    notebook,
    'notebooks/90-small.questions.json',
    'teaching/90-small.md',
    'exercises/90-small.ts',
    'solutions/90-small.ts',
  ]);
  const { cells, metadata } = JSON.parse(made(files, notebook)) as {
    readonly cells: readonly Cell[];
    readonly metadata: { readonly unroll: { readonly made: string } };
  };
  expect(cells.map(({ id }) => id)).toEqual([
    'more-about-scales',
    'question-shrinks',
    'predict-shrinks',
    'more',
  ]);
  expect(cells[0]?.source.join('')).toContain(
    '# More about scales\n\nA further page of [A small lesson](90-small.ipynb): nothing later depends on it. *About 0 minutes to read and run.*',
  );
  expect(metadata.unroll.made).toContain(page);
});

test('its questions stand with those of the lesson, where predict looks', async () => {
  const { files } = await compiled();
  const questions = JSON.parse(made(files, 'notebooks/90-small.questions.json')) as object;
  expect(Object.keys(questions)).toEqual(['grows', 'shrinks']);
});

test('it is listed with its title, and found stale', async () => {
  const [found, second] = furtherPages(project.root, '90-small');
  expect(second).toBeUndefined();
  expect(found && titleOf(project.root, found)).toBe('More: about scales');
  const { files } = await compiled();
  const stale = staleFiles(project.root, files).map(({ file }) => file.path);
  expect(stale).toContain(notebook);
});

test('it has sizes of its own', () => {
  const { sizes } = allSizes(project.root, { lessons: [smallLesson], problems: [] });
  expect(sizes.map((one) => one.notebook)).toEqual(['90-small', '90-more']);
  expect(sizes[1]).toMatchObject({ lines: 1, predictions: 1, tasks: 0, beyond: [] });
});

const sizesOver = '\nword'.repeat(2001);

test.each([
  ['a task', `${text}\n::: task scale\n:::\n`, ":20: '::: task' cannot stand in a further page."],
  ['notes', `${text}\n::: notes\nSay: a.\n:::\n`, ":20: '::: notes' cannot stand in a further"],
  [
    'needs',
    text.replace('---\n\n', 'needs: [00-start]\n---\n\n'),
    ':1: has what its lesson needs.',
  ],
  ['a dead link', text.replace('#Scaling', '#Scalin'), ':7: links to 90-small.ipynb#Scalin, and'],
  ['a broken cell', text.replace('import {', 'import {{'), ':17: this cell is no TypeScript'],
  ['a question of the lesson', text.replace('shrinks', 'grows'), `:9: the question 'grows' is in`],
  ['too many words', `${text}${sizesOver}`, ':1: is beyond its sizes: 2016 words (at most 2000).'],
])('%s in a further page is refused', async (_, changed, message) => {
  project.write(page, changed);
  const { problems } = await compiled();
  expect(problems.join('\n')).toContain(`${page}${message}`);
});

test('a page that its lesson does not link to is refused', async () => {
  project.edit(lesson, '[go on](90-more.ipynb#More-about-scales)', 'go on');
  expect((await compiled()).problems).toEqual([
    `${page}:1: ${lesson} has no link to it. Write [More: about scales](90-more.ipynb) there.`,
  ]);
});

test('a third page, a name that is none, and the name of a lesson are refused', async () => {
  for (const name of ['other', 'third'])
    project.write(`lessons/90-small/further/${name}.md`, text.replace('shrinks', name));
  project.edit(lesson, 'Begin here', 'Begin here, [there](90-other.ipynb)');
  expect((await compiled()).problems.join()).toContain('third.md:1: is one page too many');
  project.write('lessons/90-small/further/No Name.md', text);
  expect((await compiled()).problems.join()).toContain('No Name.md:1: name the file some-name.md');
  project.remove();
  project = new SmallProject();
  project.write('lessons/90-small/further/small.md', text);
  expect((await compiled()).problems.join()).toContain('would be notebooks/90-small.ipynb, which');
});
