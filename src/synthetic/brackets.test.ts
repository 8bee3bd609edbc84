import { describe, expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { balanceBatch, nestedBatch } from './brackets.js';

const SIGNS = '?()[]{}';

/** What is left of a line once each pair that stands side by side is taken out, again and again. */
function leftOver(ids: readonly number[]): string {
  let text = ids.map((id) => SIGNS[id] ?? '?').join('');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\(\)|\[\]|\{\}/, '');
  }
  return text;
}

describe.each([1, 2, 3])('%i kinds of brackets', (kinds) => {
  const options = { size: 300, length: 10, kinds };

  test('nested lines are balanced, and what is open is the last sign left over so far', () => {
    const { ids, open } = nestedBatch(options, makeRng(kinds));
    expect([ids.shape, open.shape]).toEqual([
      [300, 10],
      [300, 10],
    ]);
    const answers = open.arraySync();
    for (const [b, line] of ids.arraySync().entries()) {
      expect(leftOver(line)).toBe('');
      const innermost = line.map((_, t) => leftOver(line.slice(0, t + 1)).at(-1) ?? '');
      expect(answers[b]).toEqual(innermost.map((sign) => ['', '(', '[', '{'].indexOf(sign)));
    }
  });

  test('a line is called balanced where nothing is left over of it; about half are', () => {
    const { ids, balanced } = balanceBatch(options, makeRng(kinds));
    const answers = balanced.arraySync();
    for (const [b, line] of ids.arraySync().entries()) {
      expect(line.every((id) => id >= 1 && id <= 2 * kinds)).toBe(true);
      expect(answers[b]).toBe(leftOver(line) === '' ? 1 : 0);
    }
    const good = answers.reduce((a, b) => a + b);
    // 150, with a standard deviation of 8.7.
    expect(Math.abs(good - 150)).toBeLessThan(44);
  });
});

/** The most signs that are open at once in each line. */
const deepest = (depth?: number) =>
  nestedBatch(
    { size: 300, length: 10, kinds: 2, ...(depth === undefined ? {} : { depth }) },
    makeRng(1),
  )
    .ids.arraySync()
    .map((line) => Math.max(...line.map((_, t) => leftOver(line.slice(0, t + 1)).length)));

test('lines reach the depth that is allowed, and go no deeper', () => {
  expect(Math.max(...deepest(2))).toBe(2);
  expect(Math.max(...deepest(1))).toBe(1);
  expect(Math.max(...deepest())).toBe(5);
});

test('every line of four brackets of one kind is met', () => {
  const lines = nestedBatch({ size: 40, length: 4, kinds: 1 }, makeRng(1)).ids.arraySync();
  expect(new Set(lines.map((line) => line.join('')))).toEqual(new Set(['1122', '1212']));
});

test('a seed gives its batch again, another seed another', () => {
  const options = { size: 9, length: 8, kinds: 2 };
  for (const draw of [nestedBatch, balanceBatch]) {
    const lines = (seed: number) => draw(options, makeRng(seed)).ids.arraySync();
    expect(lines(1)).toEqual(lines(1));
    expect(lines(1)).not.toEqual(lines(2));
  }
});

test('sizes that are none are refused', () => {
  const options = { size: 1, length: 4, kinds: 1 };
  for (const draw of [nestedBatch, balanceBatch]) {
    for (const wrong of [{ size: 0 }, { length: 0 }, { kinds: 0 }, { depth: 0 }])
      expect(() => draw({ ...options, ...wrong }, makeRng(1))).toThrow(InputError);
    expect(() => draw({ ...options, length: 5 }, makeRng(1))).toThrow(
      `${draw.name} length: expected an even number, received 5. Each bracket that opens needs one that closes.`,
    );
  }
});
