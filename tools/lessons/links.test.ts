import { expect, test } from 'vitest';
import { projectRoot } from '../../src/core/files.js';
import { readLessonText } from './lesson-text.js';
import { checkLinks } from './links.js';

const file = 'lessons/90-small/lesson.md';
const front = '---\ntitle: T\nminutes: 5\nneeds: []\n---\n';
const check = (body: string) => {
  checkLinks(projectRoot(), readLessonText(front + body, file), new Set(['exercises/90-small.ts']));
};

test.each([
  ['a file', '[the core](../src/core/index.ts)'],
  ['a part of a file', '[the core](../package.json#L3 "a title")'],
  ['a file that will be made', '[yours](../exercises/90-small.ts)'],
  ['an address', '[paper](https://arxiv.org/abs/1406.1078)'],
  ['a place in the same notebook', '[above](#the-problem)'],
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
  ['a link in a slide', '::: slide\nA [link](none.md)\n:::', ':7: links to none.md'],
])('%s that leads nowhere is refused', (_, body, message) => {
  expect(() => {
    check(body);
  }).toThrow(`${file}${message}`);
});
