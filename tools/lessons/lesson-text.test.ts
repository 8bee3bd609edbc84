import { describe, expect, test } from 'vitest';
import { readLessonText } from './lesson-text.js';
import { smallFiles } from './testing/small-files.js';

const file = 'lessons/90-small/lesson.md';
const whole = smallFiles[file] ?? '';
const front = '---\ntitle: T\nneeds:\n  - 00-start\n---\n';
const question = '::: question q\nWhich?\n\n- [ ] A => No.\n- [x] B => Yes.\n:::\n';

test('a lesson falls into its pieces, in order', () => {
  const { pieces } = readLessonText(whole, file);
  expect(pieces.map(({ kind, line }) => [kind, line])).toEqual([
    ['text', 6],
    ['code', 10],
    ['text', 14],
    ['notes', 20],
    ['question', 24],
    ['task', 32],
    ['code', 36],
    ['task', 40],
    ['slide', 43],
    ['task', 47],
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
    folded: false,
  });
  expect(scaling).toMatchObject({
    heading: 'Scaling',
    level: 2,
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

test('a slide has a title, notes have a time and labels', () => {
  const source =
    '::: slide Scan, then stop\n- a\n:::\n\n::: notes minutes=5\nAsk: why?\n\nSo: b\nc\n:::\n';
  const { pieces } = readLessonText(front + source.replace('So: b', 'And b'), file);
  expect(pieces).toEqual([
    { kind: 'slide', line: 6, title: 'Scan, then stop', markdown: '- a' },
    {
      kind: 'notes',
      line: 10,
      notes: {
        minutes: 5,
        paragraphs: [
          { label: 'Ask', markdown: 'why?' },
          { label: undefined, markdown: 'And b\nc' },
        ],
      },
    },
  ]);
});

test.each([
  ['money', 'It costs \\$5.'],
  ['dollars in code', 'Write `$x` or ``a`$b``.'],
  ['a formula over two lines', '$a\nb$ and $$c$$'],
  ['a formula next to another', '$a$$b$'],
  ['longer marks around shorter', '````text\n```ts\n````'],
  ['a picture with words', '![A net.](a.svg) <img src="b.svg" alt="A net.">'],
  ['a formula counts as one word', `::: slide\n$$${'x '.repeat(100)}$$\n:::`],
])('%s is in the format', (_, body) => {
  expect(() => readLessonText(`${front}${body}\n`, file)).not.toThrow();
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
    ['a task with two ids', '::: task a b\n:::\n', ":6: write '::: task some-id'."],
    ['an option of notes', '::: notes minuts=5\na\n:::\n', ":6: 'minuts=5' is no option of notes."],
    ['half a minute', '::: notes minutes=0.5\na\n:::\n', ":6: 'minutes=0.5' is no time."],
    ['no minute', '::: notes minutes=0\na\n:::\n', ":6: 'minutes=0' is no time."],
    ['empty notes', '::: notes\n:::\n', ':6: these notes are empty.'],
    ['an empty slide', '::: slide A title\n:::\n', ':6: this slide is empty.'],
    [
      'a slide of many lines',
      `::: slide\n${'- a\n'.repeat(13)}:::\n`,
      ':6: this slide is too long: lines 13 of 12, words 13 of 80.',
    ],
    [
      'a slide of many words',
      `::: slide\n${'a '.repeat(81)}\n:::\n`,
      ':6: this slide is too long: lines 1 of 12, words 81 of 80.',
    ],
    [
      'a label that is none',
      '::: notes\nSay: a\n\nb\n\nWhat goes wrong: c\n:::\n',
      ":11: 'What goes wrong:' is no label of notes. Did you mean 'Goes wrong:'?",
    ],
    [
      'a label misspelt',
      '::: notes\nSya: a\n:::\n',
      ":7: 'Sya:' is no label of notes. Did you mean 'Say:'?",
    ],
    [
      'a label of another kind',
      '::: notes\nHomework: a\n:::\n',
      ":7: 'Homework:' is no label of notes. Use Say:, Ask:, Goes wrong:, Timing: or Board:,",
    ],
    ['a cell left open', 'a\n\n```ts\na();\n', ":8: '```ts' is not closed."],
    [
      'a cell left open before another',
      '```ts\na();\n\nText.\n\n```ts id=b\nb();\n```\n',
      ":6: '```ts' is not closed before the next one.",
    ],
    ['a level left out', '# A\n\n### B\n', ':8: a heading of level 3 follows one of level 1.'],
    ['no title', '## A\n', ':6: the first heading is of level 2.'],
    ['a heading twice', '# A\n\n## B\n\n## B\n', ":10: the heading 'B' stands twice."],
    ['a picture without words', 'a\n![](a.svg)\n', ':7: this picture has no text.'],
    ['a picture in HTML', '<p>\n<img src="a.svg" alt="">\n</p>\n', ':7: this picture has no text.'],
    ['a formula left open', 'a\nb $x\n\nc$ d\n', ":7: '$' is not closed in its paragraph."],
    ['a displayed formula', '$$x\n\ny$$\n', ":6: '$$' is not closed in its paragraph."],
    ['a formula behind another', 'so $a$$b and\n', ":6: '$' is not closed in its paragraph."],
    ['a formula in a choice', question.replace('A =>', '$A =>'), ":9: '$' is not closed"],
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
      ":3: 'author' is none of title or needs.",
    ],
    ['no title', front.replace('title: T\n', ''), ":1: 'title' has to be the lesson's title"],
    ['minutes', front.replace('needs', 'minutes: 90\nneeds'), ":3: 'minutes' is none of title"],
    [
      'needs as a word',
      front.replace('\n  - 00-start', ' rnn'),
      ":3: 'needs' has to be a list of earlier lessons",
    ],
    ['broken YAML', front.replace('T', '"T'), ':5: Missing closing "quote'],
  ])('%s', (_, text, message) => {
    expect(() => readLessonText(text, file)).toThrow(`${file}${message}`);
  });
});
