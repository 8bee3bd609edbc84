import { expect, test } from 'vitest';
import { projectRoot } from '../../src/core/files.js';
import { readLessonText } from './lesson-text.js';
import { checkLinks } from './links.js';
import { anchorsOf } from './notebook.js';
import { smallLesson } from './testing/small-lesson.js';

const file = 'lessons/90-small/lesson.md';
const front = '---\ntitle: T\nneeds:\n  - 00-start\n---\n';
const question = '::: question q\nWhich?\n\n- [ ] A => No.\n- [x] B => [Yes](none.md).\n:::\n';
const check = (body: string) => {
  const text = readLessonText(front + body, file);
  checkLinks(projectRoot(), text, 'notebooks/90-small.ipynb', {
    made: new Set(['notebooks/90-small.ipynb', 'exercises/90-small.ts']),
    anchors: () => anchorsOf(smallLesson, text),
  });
};

test.each([
  ['a file', '[the core](../src/core/index.ts)'],
  ['a file with a title', '[the core](../package.json "a title")'],
  ['a file that will be made', '[yours](../exercises/90-small.ts)'],
  ['an address', '[paper](https://arxiv.org/abs/1406.1078)'],
  ['a place in the same notebook', '# The `tf` problem: $x$\n\n[above](#The-tf-problem:-$x$)'],
  ['a place in another notebook', '# A b\n\n[above](90-small.ipynb#A-b)'],
  ['a task', '[it](#Task-scale:-Scale-and-shift)'],
  ['code that looks like a link', '`a[0](none)` and\n\n```text\n[a](none)\n```'],
])('%s may be linked to', (_, body) => {
  expect(() => {
    check(body);
  }).not.toThrow();
});

test.each([
  [
    'a link',
    'One.\n\nTwo\nand [none](../none.ts).',
    ':9: links to ../none.ts, which is not there.',
  ],
  ['a picture', '![a net](net.svg)', ':6: links to net.svg'],
  ['a picture in HTML', '<img src="net.svg" alt="a net">', ':6: links to net.svg'],
  ['a link in a question', question, ':10: links to none.md'],
  ['a link below a list', '- a\n- b\n  [c](none.md)', ':8: links to none.md'],
  [
    'a place',
    '# The problem\n\n[above](#The-problm)',
    ':8: links to #The-problm, and notebooks/90-small.ipynb has no such heading. Did you mean #The-problem?',
  ],
  [
    'a place in a file',
    '[it](../package.json#L3)',
    ':6: links to ../package.json#L3, a place in a',
  ],
  ['a link in a slide', '::: slide\nA [link](none.md)\n:::', ':7: links to none.md'],
])('%s that leads nowhere is refused', (_, body, message) => {
  expect(() => {
    check(body);
  }).toThrow(`${file}${message}`);
});
