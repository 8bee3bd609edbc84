import { describe, expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { spanF1, tagsToSpans, type Span } from './spans.js';

/** Tags as an annotator writes spans that do not overlap. */
function annotated(spans: readonly Span[], length: number): string[] {
  const tags = new Array<string>(length).fill('O');
  for (const { type, start, end } of spans)
    for (let t = start; t < end; t++) tags[t] = `${t === start ? 'B' : 'I'}-${type}`;
  return tags;
}

describe('tagsToSpans', () => {
  test('the example of its docstring', () => {
    expect(tagsToSpans(['B-PER', 'I-PER', 'O', 'B-LOC'])).toEqual([
      { type: 'PER', start: 0, end: 2 },
      { type: 'LOC', start: 3, end: 4 },
    ]);
  });

  test('spans written as tags come back', () => {
    const rng = makeRng(81);
    for (let sentence = 0; sentence < 20; sentence++) {
      const spans: Span[] = [];
      let start = rng.int(3);
      while (spans.length < 5) {
        const end = start + 1 + rng.int(3);
        spans.push({ type: ['PER', 'LOC'][rng.int(2)] ?? '', start, end });
        start = end + rng.int(2);
      }
      expect(tagsToSpans(annotated(spans, start + 1))).toEqual(spans);
    }
  });

  test.each(['', 'PER', 'B', 'B-', 'E-PER', 'o', 'b-PER', '<pad>', 'BI-PER'])(
    'refuses %j',
    (tag) => {
      expect(() => tagsToSpans(['O', tag])).toThrow(
        `tagsToSpans tags: expected O, or B- or I- and a type, received ${JSON.stringify(tag)} at place 1.`,
      );
    },
  );
});

describe('spanF1', () => {
  test('counts all sentences together, not their mean', () => {
    const labels = [['B-PER'], ['B-PER', 'O', 'B-LOC', 'O', 'B-PER']];
    const predicted = [['O'], ['B-PER', 'O', 'B-LOC', 'O', 'B-PER']];
    expect(spanF1(predicted, labels)).toEqual({ precision: 1, recall: 3 / 4, f1: 6 / 7 });
  });

  test('turned round, precision and recall change places', () => {
    const some = [['B-PER', 'I-PER', 'O', 'B-LOC'], ['I-LOC']];
    const others = [['B-PER', 'I-PER', 'B-LOC', 'B-LOC'], ['O']];
    const { precision, recall, f1 } = spanF1(some, others);
    expect(spanF1(others, some)).toEqual({ precision: recall, recall: precision, f1 });
    expect([precision, recall]).toEqual([2 / 3, 2 / 3]);
    expect(spanF1(some, some).f1).toBe(1);
  });

  test('a type with blanks is not two places', () => {
    expect(spanF1([['B-1 2']], [['B-2']]).f1).toBe(0);
    expect(spanF1([['B-a b', 'I-a b']], [['B-a b', 'I-a b']]).f1).toBe(1);
  });

  test('no sentences: nothing was found', () => {
    expect(spanF1([], [])).toEqual({ precision: 0, recall: 0, f1: 0 });
  });

  test('refuses sentences of other lengths, and as many as there are not', () => {
    expect(() => spanF1([['O'], ['O', 'O']], [['O'], ['O']])).toThrow(
      'spanF1 sentence 1: expected as many tags as in labels, 1, received 2.',
    );
    expect(() => spanF1([['O']], [['O'], ['O']])).toThrow(
      'spanF1 sentence 1: expected as many tags as in labels, 1, received none.',
    );
    expect(() => spanF1([['O'], ['O']], [['O']])).toThrow(
      'spanF1 predicted: expected as many sentences as in labels, 1, received 2.',
    );
  });
});
