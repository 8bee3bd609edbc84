import { expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { anyOf, pieceOf, recallBatch } from './recall.js';

const cues = [7, 8, 9];
const filler = anyOf([3, 4]);

test('each line has one cue, where it is asked for, and the answer names it', () => {
  for (const place of [0, 2, 4]) {
    const batch = recallBatch({ size: 50, length: 5, cues, place, filler }, makeRng(place));
    expect([batch.ids.shape, batch.which.shape]).toEqual([[50, 5], [50]]);
    expect([batch.ids.dtype, batch.which.dtype]).toEqual(['int32', 'int32']);
    const which = batch.which.arraySync();
    for (const [b, line] of batch.ids.arraySync().entries()) {
      expect(line.filter((id) => cues.includes(id))).toEqual([cues[which[b] ?? NaN]]);
      expect(line.findIndex((id) => cues.includes(id))).toBe(place);
      expect(line.filter((id) => id === 3 || id === 4)).toHaveLength(4);
    }
  }
});

test('every cue and every filler is equally likely', () => {
  const { ids, which } = recallBatch({ size: 3000, length: 5, cues, filler }, makeRng(1));
  const counts = cues.map((_, k) => which.arraySync().filter((one) => one === k).length);
  // 1000 each, with a standard deviation of 26; of 12,000 fillers 6000, with one of 55.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  const threes = ids
    .arraySync()
    .flat()
    .filter((id) => id === 3).length;
  expect(Math.abs(threes - 6000)).toBeLessThan(280);
});

test('a piece of a text stands in it word for word, from everywhere', () => {
  const text = Array.from({ length: 20 }, (_, i) => 100 + i);
  const pieces = { size: 300, length: 4, cues: [1], filler: pieceOf(text) };
  const lines = recallBatch(pieces, makeRng(2)).ids.arraySync();
  for (const [, from = NaN, ...rest] of lines) expect(rest).toEqual([from + 1, from + 2]);
  // 18 tokens can be the first of three.
  expect(new Set(lines.map(([, from]) => from)).size).toBe(18);
});

test('a text that is just long enough is its only piece', () => {
  const options = { size: 1, length: 4, cues: [1], filler: pieceOf([5, 6, 7]) };
  expect(recallBatch(options, makeRng(1)).ids.arraySync()).toEqual([[1, 5, 6, 7]]);
});

test('a seed gives its batch again, another seed another', () => {
  const lines = (seed: number) =>
    recallBatch({ size: 9, length: 6, cues, filler }, makeRng(seed)).ids.arraySync();
  expect(lines(1)).toEqual(lines(1));
  expect(lines(1)).not.toEqual(lines(2));
});

test('what cannot be drawn is refused', () => {
  const options = { size: 1, length: 3, cues, filler };
  const drawn = (wrong: object) => () => recallBatch({ ...options, ...wrong }, makeRng(1));
  expect(drawn({ size: 0 })).toThrow(InputError);
  expect(drawn({ length: 1.5 })).toThrow('recallBatch length: expected a whole number from 1');
  expect(drawn({ cues: [] })).toThrow('recallBatch cues: expected at least one token');
  expect(drawn({ place: 3 })).toThrow(
    'recallBatch place: expected a whole number from 0 to 2, received 3. Put the cue inside the line.',
  );
  expect(drawn({ filler: pieceOf([5]) })).toThrow(
    'pieceOf text: expected at least 2 tokens, received 1. Take a longer text.',
  );
});
