import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { batchLines, type LineBatch } from './batch-lines.js';

function plain({ inputs, targets, mask }: LineBatch) {
  const rows = {
    inputs: inputs.arraySync(),
    targets: targets.arraySync(),
    mask: mask.arraySync(),
  };
  tf.dispose([inputs, targets, mask]);
  return rows;
}

describe('batchLines', () => {
  test('is the example of its docstring', () => {
    expect(
      plain(
        batchLines([
          [5, 6, 7],
          [8, 9],
        ]),
      ),
    ).toEqual({
      inputs: [
        [5, 6],
        [8, 0],
      ],
      targets: [
        [6, 7],
        [9, 0],
      ],
      mask: [
        [1, 1],
        [1, 0],
      ],
    });
  });

  test('has int32 ids and a float32 mask', () => {
    const batch = batchLines([[5, 6, 7]]);
    expect([batch.inputs.dtype, batch.targets.dtype, batch.mask.dtype]).toEqual([
      'int32',
      'int32',
      'float32',
    ]);
    tf.dispose([batch.inputs, batch.targets, batch.mask]);
  });

  test('maxLength is the number of time steps, and cuts the end', () => {
    const lines = [
      [1, 2, 3, 4, 5],
      [6, 7],
    ];
    expect(plain(batchLines(lines, { maxLength: 3 }))).toEqual({
      inputs: [
        [1, 2, 3],
        [6, 0, 0],
      ],
      targets: [
        [2, 3, 4],
        [7, 0, 0],
      ],
      mask: [
        [1, 1, 1],
        [1, 0, 0],
      ],
    });
  });

  test('a maxLength that nothing reaches changes nothing', () => {
    const lines = [[1, 2, 3], [4]];
    expect(plain(batchLines(lines, { maxLength: 2 }))).toEqual(plain(batchLines(lines)));
    expect(plain(batchLines(lines, { maxLength: 99 }))).toEqual(plain(batchLines(lines)));
  });

  test('law: every pair of neighbours in a line is one real step, and nothing else is', () => {
    const rng = makeRng(7);
    const lines = Array.from({ length: 11 }, () =>
      Array.from({ length: 2 + rng.int(6) }, () => 1 + rng.int(30)),
    );
    const { inputs, targets, mask } = plain(batchLines(lines));
    const pairs = lines.map((_, b) =>
      (mask[b] ?? []).flatMap((real, t) => (real === 1 ? [[inputs[b]?.[t], targets[b]?.[t]]] : [])),
    );
    expect(pairs).toEqual(lines.map((line) => line.slice(1).map((next, t) => [line[t], next])));
  });

  test('law: longer company changes nothing real in a line', () => {
    const alone = plain(batchLines([[5, 6, 7]]));
    const beside = plain(
      batchLines([
        [5, 6, 7],
        [1, 2, 3, 4, 5],
      ]),
    );
    for (const part of ['inputs', 'targets', 'mask'] as const)
      expect(beside[part][0]).toEqual([...(alone[part][0] ?? []), 0, 0]);
  });

  test('a line of one token or none is a row of padding', () => {
    expect(plain(batchLines([[5], [6, 7], []]))).toEqual({
      inputs: [[0], [6], [0]],
      targets: [[0], [7], [0]],
      mask: [[0], [1], [0]],
    });
  });

  test('padding inside a line is masked', () => {
    expect(plain(batchLines([[0, 0, 0]])).mask).toEqual([[0, 0]]);
    expect(plain(batchLines([[5, 6, 0]])).mask).toEqual([[1, 0]]);
  });

  test('leaves its lines as they were', () => {
    const lines = [
      [1, 2, 3],
      [4, 5],
    ];
    plain(batchLines(lines, { maxLength: 1 }));
    expect(lines).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  test('makes three tensors and no more', () => {
    const before = tf.memory().numTensors;
    const batch = batchLines([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(tf.memory().numTensors).toBe(before + 3);
    plain(batch);
  });

  test('takes more lines than a call takes arguments', () => {
    const lines = Array.from({ length: 200_000 }, () => [1, 2]);
    expect(plain(batchLines(lines)).mask).toHaveLength(200_000);
  });

  test.each<[string, number[][], string]>([
    ['an empty batch', [], '0 lines, the longest of 0'],
    ['lines of one token', [[5], [6]], '2 lines, the longest of 1'],
    ['empty lines', [[]], '1 lines, the longest of 0'],
  ])('refuses %s', (_name, lines, received) => {
    expect(() => batchLines(lines)).toThrow(
      `batchLines lines: expected a line of at least 2 tokens, received ${received}.`,
    );
  });

  test.each([0, -1, 2.5, NaN])('refuses maxLength %d', (maxLength) => {
    expect(() => batchLines([[1, 2, 3]], { maxLength })).toThrow(
      `batchLines maxLength: expected a whole number from 1, received ${maxLength}.`,
    );
  });
});
