import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { InputError, makeRng } from '../core/index.js';
import { beamSearch, type Beam } from './beam.js';
import { greedy } from './choose.js';
import type { Prediction } from '../models/model.js';
import { generate } from './generate.js';
import type { Reader } from './read-token.js';

const V = 3;

type Read = (ids: tf.Tensor2D, state: tf.Tensor2D) => Prediction<tf.Tensor2D>;

/** A model without weights. */
function reader(read: Read): Reader<readonly never[], tf.Tensor2D> {
  return { read: (_, ids, state) => read(ids, state) };
}
const table = makeRng(7)
  .normalTensor<tf.Rank.R2>([V * V, V], 2)
  .arraySync();

/** Scores the next token by the last two: the state is the token before, [B, 1]. */
const toy = reader((ids, state) => {
  const rows = ids.arraySync().map((row, b) => {
    let before = state.arraySync()[b]?.[0] ?? 0;
    return row.map((id) => {
      const scores = table[before * V + id] ?? [];
      before = id;
      return scores;
    });
  });
  return {
    logits: tf.tensor3d(rows, [ids.shape[0], ids.shape[1], V]),
    state: tf.slice(tf.cast(ids, 'float32'), [0, ids.shape[1] - 1], [-1, 1]),
  };
});
const start = tf.zeros<tf.Rank.R2>([1, 1]);
const prompt = [1, 2];

/** Every text there is, scored by hand. */
function everyText(length: number, stop: number, lengthPower: number): Beam[] {
  const found: Beam[] = [];
  const grow = (added: readonly number[], logProbability: number) => {
    if (added.length === length || added.at(-1) === stop) {
      const score = logProbability / added.length ** lengthPower;
      found.push({ ids: [...prompt, ...added], logProbability, score });
      return;
    }
    const [before = 0, last = 0] = [...prompt, ...added].slice(-2);
    const scores = table[before * V + last] ?? [];
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    scores.forEach((score, id) => {
      grow([...added, id], logProbability + score - total);
    });
  };
  grow([], 0);
  return found.sort((a, b) => b.score - a.score);
}

describe.each([0, 0.7, 1])('with length to the power %f', (lengthPower) => {
  test('a beam as wide as all texts finds what trying all of them finds', () => {
    const every = everyText(4, 0, lengthPower);
    const found = beamSearch(toy, [], start, {
      prompt,
      beams: 81,
      length: 4,
      stop: 0,
      lengthPower,
    });
    // Texts of the same steps in another order have one score.
    expect(found.map(({ score }) => score.toFixed(9))).toEqual(
      every.map(({ score }) => score.toFixed(9)),
    );
    const known = new Map(every.map(({ ids, ...beam }) => [ids.join(), beam.logProbability]));
    for (const { ids, logProbability } of found)
      expect(logProbability).toBeCloseTo(known.get(ids.join()) ?? NaN, 10);
    expect(new Set(found.map(({ ids }) => ids.join())).size).toBe(known.size);
  });

  test('what it stops early for cannot have been the best', () => {
    const [best] = everyText(7, 0, lengthPower);
    const [found] = beamSearch(toy, [], start, {
      prompt,
      beams: 30,
      length: 7,
      stop: 0,
      lengthPower,
    });
    expect(found?.ids).toEqual(best?.ids);
  });
});

test('one beam is greedy, with a token to stop at too', () => {
  for (const stop of [undefined, 0, 1, 2]) {
    const options = { prompt, length: 6, ...(stop !== undefined && { stop }) };
    const [found] = beamSearch(toy, [], start, { ...options, beams: 1 });
    const written = generate(toy, [], start, { ...options, choose: greedy }, makeRng(1));
    expect(found?.ids).toEqual(written);
  }
});

test('one beam neither ends before it must nor goes on after it has', () => {
  const fork = (afterOne: readonly number[], others: readonly number[]) =>
    reader((ids, state) => {
      const last = (id: number) => (id === 1 ? afterOne : others);
      const rows = ids.arraySync().map((row) => row.map((id) => [...last(id)]));
      return { logits: tf.log<tf.Tensor3D>(tf.tensor3d(rows)), state };
    });
  const ids = (model: ReturnType<typeof fork>) =>
    beamSearch(model, [], start, { prompt: [1], beams: 1, length: 9, stop: 0 })[0]?.ids;
  expect(ids(fork([0.4, 0, 0.6], [0.8, 0.1, 0.1]))).toEqual([1, 2, 0]);
  expect(ids(fork([0.6, 0, 0.4], [0.01, 0, 0.99]))).toEqual([1, 0]);
});

test.each([NaN, Infinity, -Infinity])('scores of %f alone are refused', (score) => {
  const strange = reader((ids, state) => ({
    logits: tf.fill([ids.shape[0], ids.shape[1], V], score),
    state,
  }));
  const options = { prompt, length: 2 };
  expect(() => beamSearch(strange, [], start, { ...options, beams: 2 })).toThrow(
    /^beamSearch logits: expected scores below Infinity/,
  );
  expect(() => generate(strange, [], start, { ...options, choose: greedy }, makeRng(1))).toThrow(
    /^greedy logits: /,
  );
});

test('two beams find what a greedy search walks past', () => {
  const read = reader((ids, state) => {
    const next = { 0: [0.6, 0.4, 0], 1: [0.99, 0.01, 0], 2: [0.99, 0.01, 0] };
    const first = { 0: [0, 0.55, 0.45], 1: [0.34, 0.33, 0.33], 2: [0.98, 0.01, 0.01] };
    const rows = ids.arraySync().map((row, b) => {
      const from = (state.arraySync()[b]?.[0] ?? 0) < 1 ? first : next;
      return [from[(row.at(-1) ?? 0) as 0 | 1 | 2]];
    });
    return { logits: tf.log<tf.Tensor3D>(tf.tensor3d(rows)), state: tf.add(state, 0.5) };
  });
  const search = (beams: number) =>
    beamSearch(read, [], start, { prompt: [0], beams, length: 2, lengthPower: 0 })[0];
  expect(search(1)?.ids).toEqual([0, 1, 0]); // 0.55 * 0.34
  expect(search(2)?.ids).toEqual([0, 2, 0]); // 0.45 * 0.98
  expect(search(2)?.logProbability).toBeCloseTo(Math.log(0.45 * 0.98), 6);
});

test('gives no more texts than beams, none of them impossible', () => {
  const certain = reader((ids, state) => ({
    logits: tf.tile(tf.tensor3d([[[0, -Infinity]]]), [ids.shape[0], ids.shape[1], 1]),
    state,
  }));
  const found = beamSearch(certain, [], start, { prompt: [1], beams: 3, length: 2 });
  expect(found.map(({ ids }) => ids)).toEqual([[1, 0, 0]]);
});

test('leaves no tensor', () => {
  const before = tf.memory().numTensors;
  beamSearch(toy, [], start, { prompt, beams: 3, length: 5, stop: 0 });
  expect(tf.memory().numTensors).toBe(before);
});

test('what cannot be searched for is refused', () => {
  const options = { prompt, beams: 2, length: 3 };
  expect(() => beamSearch(toy, [], start, { ...options, prompt: [] })).toThrow(/beamSearch prompt/);
  for (const length of [2.5, -1, NaN])
    expect(() => beamSearch(toy, [], start, { ...options, length })).toThrow(/beamSearch length/);
  expect(beamSearch(toy, [], start, { ...options, length: 0 })[0]?.ids).toEqual(prompt);
  expect(() => beamSearch(toy, [], start, { ...options, beams: 0 })).toThrow(InputError);
  expect(() => beamSearch(toy, [], start, { ...options, lengthPower: -1 })).toThrow(InputError);
});
