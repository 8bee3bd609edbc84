import { expect, test } from 'vitest';
import type { ErrorMap } from '../verdict.js';
import { errorMapHtml, errorMapText } from './error-map.js';
import { ladderText } from './ladder.js';

const map: ErrorMap = {
  name: 'd <w>',
  axes: ['B', 'U'],
  at: 'T = 2',
  steps: [
    [0, 1, 2],
    [3, 0, 0],
  ],
  size: [2, 3],
};

test('in characters: a title, labelled axes, a sign for each step, what they mean', () => {
  expect(errorMapText(map)).toBe(
    [
      'Where d <w> is wrong (B x U at T = 2):',
      '    U=0   1   2',
      'B=0   ·   ▫   ▪',
      '1     ■   ·   ·',
      '· right   ▫ a little off   ▪ off   ■ far off',
    ].join('\n'),
  );
});

test('as a table whose names are text, with the counts for who cannot see it', () => {
  const markup = errorMapHtml(map).toString();
  expect(markup).toContain('d &lt;w&gt;');
  expect(markup).not.toContain('<w>');
  expect(markup).toContain('3 right, 1 a little off, 1 off, 1 far off.');
  expect(markup.match(/<td style/g)).toHaveLength(6);
  expect(markup).not.toContain('class=');
});

test('a part of a larger tensor says so; a vector has no row labels', () => {
  const cut = errorMapText({ name: 'b', axes: ['', 'U'], steps: [[0, 3]], size: [1, 9] });
  expect(cut).toBe(
    [
      'Where b is wrong (U, the first 1 x 2 of 1 x 9):',
      ' U=0   1',
      '   ·   ■',
      '· right   ■ far off',
    ].join('\n'),
  );
});

test('a ladder on one line', () => {
  const text = ladderText([
    { level: 'contract', came: 'passed' },
    { level: 'values', came: 'failed' },
    { level: 'laws', came: 'not reached' },
  ]);
  expect(text).toBe('contract ✔  values ✘  laws ○');
});
