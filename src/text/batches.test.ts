import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { batches, padBatch, streamBatches } from './batches.js';

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('batches', () => {
  test('deals every item once, the rest in a smaller batch', () => {
    expect(batches(numbers(7), 3)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  test('shuffled, deals every item once, the same way for the same seed', () => {
    const dealt = batches(numbers(101), 10, makeRng(3));
    expect(dealt.flat().sort((a, b) => a - b)).toEqual(numbers(101));
    expect(dealt.flat()).not.toEqual(numbers(101));
    expect(batches(numbers(101), 10, makeRng(3))).toEqual(dealt);
    expect(batches(numbers(101), 10, makeRng(4))).not.toEqual(dealt);
  });

  test('an epoch drawn from the same stream is shuffled anew', () => {
    const rng = makeRng(3);
    expect(batches(numbers(20), 4, rng)).not.toEqual(batches(numbers(20), 4, rng));
  });

  test('leaves the items as they were', () => {
    const items = numbers(9);
    batches(items, 2, makeRng(1));
    expect(items).toEqual(numbers(9));
  });

  test('of a size beyond the items are one', () => {
    expect(batches(numbers(3), 10)).toEqual([[1, 2, 3]]);
  });

  test('refuses an empty list', () => {
    expect(() => batches([], 3)).toThrow('batches items: expected at least one, received none.');
  });

  test.each([0, -2, 1.5, NaN, Infinity])('refuses size %d', (size) => {
    expect(() => batches([1], size)).toThrow(
      `batches size: expected a whole number from 1, received ${size}.`,
    );
  });
});

describe('padBatch', () => {
  test('is the example of its docstring', () => {
    const { ids, mask } = padBatch([[5, 6, 7], [8]], 2);
    expect(ids.arraySync()).toEqual([
      [5, 6],
      [8, 0],
    ]);
    expect(mask.arraySync()).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect([ids.dtype, mask.dtype]).toEqual(['int32', 'float32']);
    tf.dispose([ids, mask]);
  });

  test('is no wider than its longest text', () => {
    const { ids, mask } = padBatch([[5, 6, 7], [8]], 99);
    expect(ids.shape).toEqual([2, 3]);
    tf.dispose([ids, mask]);
  });

  test('a text without tokens is a row of padding', () => {
    const { ids, mask } = padBatch([[], [8]]);
    expect([ids.arraySync(), mask.arraySync()]).toEqual([
      [[0], [8]],
      [[0], [1]],
    ]);
    tf.dispose([ids, mask]);
  });

  test('a text of padding alone is masked', () => {
    const { ids, mask } = padBatch([[0, 0]]);
    expect(mask.arraySync()).toEqual([[0, 0]]);
    tf.dispose([ids, mask]);
  });

  test.each<[number[][], string]>([
    [[], '0 texts without any'],
    [[[], []], '2 texts without any'],
  ])('refuses %j', (texts, received) => {
    expect(() => padBatch(texts)).toThrow(
      `padBatch texts: expected a text of at least one token, received ${received}.`,
    );
  });

  test('refuses maxLength 0', () => {
    expect(() => padBatch([[1]], 0)).toThrow(
      'padBatch maxLength: expected a whole number from 1, received 0.',
    );
  });
});

describe('streamBatches', () => {
  const read = (ids: number[], streams: number, steps: number) =>
    Array.from(streamBatches(ids, { streams, steps }), ({ inputs, targets, mask }) => {
      const rows = {
        inputs: inputs.arraySync(),
        targets: targets.arraySync(),
        mask: mask.arraySync(),
      };
      tf.dispose([inputs, targets, mask]);
      return rows;
    });

  test('is the example of its docstring', () => {
    expect(read(numbers(7), 2, 2)).toEqual([
      {
        inputs: [
          [1, 2],
          [4, 5],
        ],
        targets: [
          [2, 3],
          [5, 6],
        ],
        mask: [
          [1, 1],
          [1, 1],
        ],
      },
      { inputs: [[3], [6]], targets: [[4], [7]], mask: [[1], [1]] },
    ]);
  });

  test.each([
    [53, 3, 5],
    [54, 3, 5],
    [55, 3, 5],
    [17, 1, 4],
    [9, 8, 3],
  ])('law: of %d tokens, %d streams go on without a gap or a repeat', (n, streams, steps) => {
    const rows = read(numbers(n), streams, steps);
    const length = Math.floor((n - 1) / streams);
    for (let b = 0; b < streams; b++) {
      const inputs = rows.flatMap((batch) => batch.inputs[b] ?? []);
      const targets = rows.flatMap((batch) => batch.targets[b] ?? []);
      expect(inputs).toEqual(numbers(n).slice(b * length, (b + 1) * length));
      expect(targets).toEqual(inputs.map((id) => id + 1));
    }
  });

  test('leaves over at most as many tokens as there are streams', () => {
    for (let n = 4; n < 40; n++) {
      const last = Math.max(...read(numbers(n), 3, 5).flatMap(({ targets }) => targets.flat()));
      expect(n - last).toBeLessThan(3);
    }
  });

  test('tells beforehand how many batches come, and can be read again', () => {
    const stream = streamBatches(numbers(30), { streams: 2, steps: 4 });
    const seen = () =>
      Array.from(stream, ({ inputs, targets, mask }) => {
        tf.dispose([inputs, targets, mask]);
      }).length;
    expect(seen()).toBe(stream.count);
    expect(seen()).toBe(stream.count);
  });

  test('makes a batch only when it is asked for', () => {
    const before = tf.memory().numTensors;
    for (const { inputs, targets, mask } of streamBatches(numbers(99), { streams: 2, steps: 4 })) {
      expect(tf.memory().numTensors).toBe(before + 3);
      tf.dispose([inputs, targets, mask]);
    }
  });

  test('masks padding in the text', () => {
    expect(read([1, 2, 0, 3], 1, 3)[0]?.mask).toEqual([[1, 0, 1]]);
  });

  test.each([0, 1, 2, 3])('refuses %d tokens for 3 streams, before the first batch', (n) => {
    expect(() => streamBatches(numbers(n), { streams: 3, steps: 5 })).toThrow(
      `streamBatches ids: expected at least 4 tokens for 3 streams, received ${n}.`,
    );
  });

  test('refuses counts that are none', () => {
    expect(() => streamBatches(numbers(9), { streams: 0, steps: 5 })).toThrow(
      'streamBatches streams: expected a whole number from 1, received 0.',
    );
    expect(() => streamBatches(numbers(9), { streams: 1, steps: NaN })).toThrow(
      'streamBatches steps: expected a whole number from 1, received NaN.',
    );
  });
});
