import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lesson, Task } from '../../grader/task.js';
import { compileLessons } from './compile.js';
import { readLessonText } from './lesson-text.js';
import { paceOf } from './pace.js';
import { sizesOf } from './sizes.js';
import { smallLesson, withTask } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

const front = '---\ntitle: T\n---\n';
const read = (body: string) => readLessonText(`${front}${body}`, 'lessons/90-small/lesson.md');
const sizes = (body: string) => sizesOf(read(body), smallLesson.tasks);
const cell = (code: string, options = '') => `\`\`\`ts${options}\n${code}\n\`\`\`\n\n`;

test.each([
  ['formulas and links', 'See [the paper](a.md "A b") on $a + b$ and $$c$$.', 7],
  ['money and code', 'It costs \\$5 or \\$6, `a + b`.', 7],
  ['tables and HTML', '| a | b |\n| --- | --- |\n| 1 | 2 |\n\n<b class="c d">e</b>', 5],
  ['a card', '::: task scale\nOne two.\n:::', 2],
  [
    'a question, with one reply',
    '::: question q\nA b?\n\n- [ ] C => D e f.\n- [x] G => H.\n:::',
    5,
  ],
  ['neither notes nor slides', '::: notes\nOne.\n:::\n\n::: slide\nTwo.\n:::', 0],
  ['no code', cell('const a = 1;') + cell('const b = 2;', ' no-run'), 0],
])('words are what a student reads: %s', (_, body, words) => {
  expect(sizes(body).words).toBe(words);
});

test('lines of code are those that a student sees', () => {
  const code = 'const a = 1;\n\nconst b = 2;';
  expect(sizes(cell(code)).lines).toBe(2);
  expect(sizes(cell(code, ' no-run')).lines).toBe(2);
  expect(sizes(cell(code, ' fold')).lines).toBe(0);
  expect(sizes('```text\na\n```').lines).toBe(0);
});

test('pictures are images and what cells draw with src/plot, from whichever cell it came', () => {
  const imports = cell("import { bars } from './src/plot/bars.js';\nimport { show } from './lab';");
  const own = cell('const twin = (a: object) => bars(a);\nfunction three() { return bars({}); }');
  expect(sizes(imports + own).pictures).toBe(0);
  expect(sizes(imports + own + cell('show(twin({}));\nshow(three());\nbars({});')).pictures).toBe(
    3,
  );
  expect(sizes(imports + cell('const drawn = bars({});')).pictures).toBe(1);
  expect(sizes(cell('show(1);')).pictures).toBe(0);
  expect(sizes('![A net](a.svg) and `![code](b.svg)` <img src="c.svg" alt="c">').pictures).toBe(2);
});

test('minutes are those of reading, of code, and of tasks', () => {
  const words = 'word '.repeat(900);
  const code = cell('a();\n'.repeat(36));
  const placed = '::: task scale\n:::\n\n::: task scale-twice\n:::\n';
  expect(sizes(`${words}\n\n${code}${placed}`)).toEqual({
    words: 900,
    lines: 36,
    pictures: 0,
    predictions: 0,
    tasks: 2,
    core: 1,
    minutes: 5 + 3 + 10,
    plan: 0,
  });
});

describe('the head of a notebook', () => {
  const section = (title: string, words: number) => `## ${title}\n\n${'word '.repeat(words)}\n\n`;
  const text = `# T\n\n${section('A', 3600)}${section('B', 5400)}${section('C', 7200)}`;
  const pace = (body: string, tasks: readonly Task[] = []) => paceOf(read(body), tasks);

  test('names the section nearest to the middle for a break', () => {
    expect(pace(text)).toBe(
      '*About 90 minutes to read and run. A good place for a break is after **B**.*',
    );
  });

  test('says when a lesson is two sittings', () => {
    const tasks = withTask('scale', { minutes: 70 }).tasks.slice(0, 1);
    const body = text.replace('## B', '::: task scale\n:::\n\n## B');
    expect(pace(body, tasks)).toBe(
      '*About 160 minutes: 90 to read and run, 70 for the core tasks. That is two sittings: stop after **A**.*',
    );
  });

  test('names no break in a short one', () => {
    const short = `# T\n\n${section('A', 3600)}${section('B', 3600)}`;
    expect(pace(short)).toBe('*About 40 minutes to read and run.*');
  });
});

describe('a lesson beyond its sizes', () => {
  const file = 'lessons/90-small/lesson.md';
  const list = 'lessons/beyond-sizes.txt';
  let project: SmallProject;
  beforeEach(() => {
    project = new SmallProject();
  });
  afterEach(() => {
    project.remove();
  });

  const problems = async (lesson: Lesson = smallLesson) =>
    (await compileLessons(project.root, [lesson])).problems.map(({ message }) => message);

  test('is refused with its figures, unless it is listed', async () => {
    expect(await problems()).toEqual([]);
    project.edit(file, 'Begin here.', 'word '.repeat(5001));
    project.edit(file, 'minutes=10', 'minutes=121');
    expect(await problems()).toEqual([]);
    project.write(list, '# none\n');
    const [problem, second] = await problems();
    expect(second).toBeUndefined();
    expect(problem).toMatch(
      /^lessons\/90-small\/lesson.md:1: is beyond its sizes: 50\d\d words \(at most 5000\), 3 tasks \(7 to 12\), 2 core tasks \(5 to 8\), 121 minutes in the notes \(at most 120\)\. /,
    );
    expect(problem).toContain("'npm run lessons -- --sizes' shows all figures.");
  });

  test('is made all the same, and a text that cannot be read is named once', async () => {
    project.write(list, '');
    const { files, problems: found } = await compileLessons(project.root, [smallLesson]);
    expect(found).toHaveLength(1);
    expect(files.map(({ path }) => path)).toContain('notebooks/90-small.ipynb');
    project.edit(file, '::: task scale\n', '::: taks scale\n');
    expect(await problems()).toHaveLength(1);
  });

  test('is taken off the list as soon as it is within them', async () => {
    const ids = Array.from({ length: 5 }, (_, i) => `scale-${'abcde'.charAt(i)}`);
    const [scale] = smallLesson.tasks;
    if (scale === undefined) throw new Error('the small lesson has no task');
    const tasks = [...smallLesson.tasks, ...ids.map((id) => ({ ...scale, id }))];
    const bank = project.read('lessons/90-small/mistakes/scale.ts');
    for (const id of ids) project.write(`lessons/90-small/mistakes/${id}.ts`, bank);
    const cards = ids.map((id) => `::: task ${id}\n:::\n`).join('\n');
    project.edit(file, '::: slide', `${cards}\n::: slide`);
    project.write(list, '# some\n\n90-small\n');
    const message = `${list}:3: '90-small' is within the sizes. Remove it from the list.`;
    expect(await problems({ ...smallLesson, tasks })).toContain(message);
  });

  test('has to exist', async () => {
    project.write(list, '90-small\n91-none\n');
    expect(await problems()).toEqual([`${list}:2: there is no lesson '91-none'. Remove it.`]);
  });

  test('has to give the plan for a room', async () => {
    project.edit(file, ' minutes=10', '');
    expect(await problems()).toEqual([expect.stringContaining(`${file}:1: no notes say when.`)]);
  });
});
