import { expect, test } from 'vitest';
import { print, type Screen } from './print.js';

const long = 'a line of five words\n  and one of six more words\n';

function printed(screen: Omit<Screen, 'write'>): string {
  let text = '';
  print(long, { ...screen, write: (more) => (text += more) });
  return text;
}

test('a terminal gets lines that break between words', () => {
  expect(printed({ isTTY: true, columns: 20 })).toBe(
    'a line of five\nwords\n  and one of six\n  more words\n',
  );
});

test('a pipe, a file and a terminal without a size get whole lines', () => {
  expect(printed({})).toBe(long);
  expect(printed({ isTTY: true, columns: 0 })).toBe(long);
});
