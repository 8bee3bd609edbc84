import { describe, expect, test } from 'vitest';
import { readLessonText } from './lesson-text.js';
import { smallFiles } from './testing/small-files.js';

const file = 'lessons/90-small/lesson.md';
const whole = smallFiles[file] ?? '';
const front = '---\ntitle: T\nminutes: 5\nneeds: []\n---\n';
const question = '::: question q\nWhich?\n\n- [ ] A => No.\n- [x] B => Yes.\n:::\n';

test('a lesson falls into its pieces, in order', () => {
  const { pieces } = readLessonText(whole, file);
  expect(pieces.map(({ kind, line }) => [kind, line])).toEqual([
    ['text', 7],
    ['code', 11],
    ['text', 15],
    ['notes', 21],
    ['question', 25],
    ['task', 33],
    ['code', 37],
    ['task', 41],
    ['slide', 44],
    ['task', 48],
  ]);
});

test('a heading begins a text of its own, an illustration stays in it', () => {
  const [intro, start, scaling] = readLessonText(whole, file).pieces;
  expect(intro).toMatchObject({
    heading: 'A small lesson',
    markdown: '# A small lesson\n\nBegin here.',
  });
  expect(start).toMatchObject({
    id: 'start',
    code: "import { check, predict } from './lab/index.js';",
  });
  expect(scaling).toMatchObject({
    heading: 'Scaling',
    markdown: '## Scaling\n\n```ts no-run\nconst illustration = true;\n```',
  });
});

test('a question keeps its choices with their replies', () => {
  const piece = readLessonText(whole, file).pieces.find(({ kind }) => kind === 'question');
  expect(piece).toMatchObject({
    question: {
      id: 'grows',
      prompt: 'Does $x$ grow?',
      choices: [
        { key: 'a', text: 'Always', right: false, reply: 'Not with a factor below one.' },
        { key: 'b', text: 'It depends', right: true, reply: 'On the factor.' },
      ],
    },
  });
});

test('Windows line ends are read alike', () => {
  const text = readLessonText(whole.replaceAll('\n', '\r\n'), file);
  expect(text).toEqual(readLessonText(whole, file));
});

describe('what is not in the format is refused with file and line:', () => {
  test.each([
    ['an unknown container', '::: tasks rnn\n:::\n', ":6: '::: tasks' is no container."],
    ['a container left open', 'a\n\n::: task rnn\nb\n', ":8: '::: task rnn' is not closed."],
    [
      'a container in another',
      '::: notes\n\n::: slide\n:::\n',
      ":6: '::: notes' is not closed before line 8.",
    ],
    [
      'a cell in a container',
      '::: task rnn\n```ts\na();\n```\n:::\n',
      ":6: '::: task rnn' is not closed before line 7.",
    ],
    ['an end without a beginning', 'a\n\n:::\n', ":8: ':::' closes nothing."],
    ['a task without an id', '::: task\n:::\n', ":6: write '::: task some-id'."],
    ['notes with an id', '::: notes a\n:::\n', ":6: write '::: notes' alone."],
    [
      'a container in a list',
      '- a\n\n  ::: notes\n  :::\n',
      ":8: '::: notes' stands inside a list",
    ],
    ['a cell in a list', '- a\n\n  ```ts\n  a();\n  ```\n', ':8: a cell cannot stand in a list'],
    [
      'an unknown option of a cell',
      '```ts hidden\na();\n```\n',
      ":6: 'hidden' is no option of a cell.",
    ],
    ['an empty cell', '```ts\n```\n', ':6: this cell is empty.'],
    [
      'no right choice',
      question.replace('[x]', '[ ]'),
      ':6: question q: mark exactly one choice [x]; 0 are',
    ],
    [
      'two right choices',
      question.replace('[ ]', '[x]'),
      ':6: question q: mark exactly one choice [x]; 2 are',
    ],
    [
      'a choice without a reply',
      question.replace(' => No.', ''),
      ':6: question q: write choice 1 as',
    ],
    [
      'a single choice',
      question.replace('- [ ] A => No.\n', ''),
      ':6: question q: give at least two choices.',
    ],
    [
      'a question without a prompt',
      question.replace('Which?\n', ''),
      ':6: question q: say what is asked',
    ],
  ])('%s', (_, body, message) => {
    expect(() => readLessonText(front + body, file)).toThrow(`${file}${message}`);
  });

  test.each([
    ['no front matter', '# T\n', ':1: begin with front matter'],
    [
      'an unknown key',
      front.replace('needs', 'author: me\nneeds'),
      ":4: 'author' is none of title, minutes or needs.",
    ],
    ['no title', front.replace('title: T\n', ''), ":1: 'title' has to be the lesson's title"],
    ['minutes in words', front.replace('5', 'five'), ":3: 'minutes' has to be a number of minutes"],
    [
      'needs as a word',
      front.replace('[]', 'rnn'),
      ":4: 'needs' has to be a list of earlier lessons",
    ],
    ['broken YAML', front.replace('T', '"T'), ':5: Missing closing "quote'],
  ])('%s', (_, text, message) => {
    expect(() => readLessonText(text, file)).toThrow(`${file}${message}`);
  });
});
