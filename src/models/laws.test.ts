/** What holds of every model of each kind. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { flattenParams, makeRng, mapParams, type Params } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import type { EncoderModel, LanguageModel } from './model.js';
import { readRows } from './model.js';
import { forEveryEncoderModel, forEveryLanguageModel, V } from './testing/every-model.js';

const [B, T] = [3, 7] as const;
const order = tf.tensor1d([2, 0, 1], 'int32');
const shuffled = <X extends Params>(tree: X) => mapParams(tree, (leaf) => tf.gather(leaf, order));
const near = 1e-14;

/** First weights with something added, so that no bias is zero. */
const drawnFrom = <P extends Params>(first: P) => {
  const rng = makeRng(33);
  return mapParams(first, (leaf) => tf.add(leaf, rng.normalTensor(leaf.shape, 0.3)));
};

forEveryLanguageModel(
  <P extends Params, S extends Params>(name: string, model: LanguageModel<P, S>) => {
    const params = drawnFrom(model.init(makeRng(1)));
    const rng = makeRng(2);
    const ids = tf.tensor2d(
      Array.from({ length: B * T }, () => rng.int(V)),
      [B, T],
      'int32',
    );
    const part = (from: number, to: number, rows = ids) =>
      tf.slice(rows, [0, from], [rows.shape[0], to - from]);
    const whole = readRows(model, params, ids);

    describe(name, () => {
      test('in two parts as in one, and token by token', () => {
        for (const cuts of [[0, 3, T], [...Array(T + 1).keys()]]) {
          let state = model.start(params, B);
          const logits = cuts.slice(1).map((to, i) => {
            const read = model.read(params, part(cuts[i] ?? 0, to), state);
            state = read.state;
            return read.logits;
          });
          expect(gap(tf.concat(logits, 1), whole.logits)).toBeLessThan(near);
          expect(gap(state, whole.state)).toBeLessThan(near);
        }
      });

      test('axis 0 of every leaf of a state is B: chosen rows read on as they would have', () => {
        const early = readRows(model, params, part(0, 4));
        for (const leaf of Object.values(flattenParams(early.state))) expect(leaf.shape[0]).toBe(B);
        const late = model.read(params, shuffled(part(4, T)), shuffled(early.state));
        const expected = tf.slice(shuffled(whole.logits), [0, 4, 0], [B, T - 4, V]);
        expect(gap(late.logits, expected)).toBeLessThan(near);
        expect(gap(late.state, shuffled(whole.state))).toBeLessThan(near);
      });

      test('a shuffled batch gives shuffled results; a row alone is what it is among others', () => {
        expect(gap(readRows(model, params, shuffled(ids)), shuffled(whole))).toBeLessThan(near);
        const alone = readRows(model, params, tf.slice(ids, [1, 0], [1, T]));
        expect(gap(alone.logits, tf.slice(whole.logits, [1, 0, 0], [1, T, V]))).toBeLessThan(near);
      });

      test('what comes later, padding too, does not change what came before', () => {
        const padded = tf.concat([part(0, 4), tf.zeros<tf.Rank.R2>([B, T - 4], 'int32')], 1);
        const early = (logits: tf.Tensor3D) => tf.slice(logits, [0, 0, 0], [B, 4, V]);
        const other = readRows(model, params, padded).logits;
        expect(gap(early(other), early(whole.logits))).toBe(0);
        expect(gap(other, whole.logits)).toBeGreaterThan(0.001);
      });

      test('without a chance nothing is dropped; equal chances drop the same', () => {
        const chance = (seed: number) => ({ rate: 0.5, rng: makeRng(seed) });
        const logits = (seed: number) => readRows(model, params, ids, chance(seed)).logits;
        expect(gap(logits(1), logits(1))).toBe(0);
        const hasWeights = Object.keys(params).length > 0;
        expect(gap(logits(1), logits(2)) > 0.001).toBe(hasWeights);
        expect(gap(logits(1), whole.logits) > 0.001).toBe(hasWeights);
      });

      test('what does not fit is refused under the name of the model', () => {
        const named = /^(languageModel|ngramModel) (ids|state)/;
        const state = model.start(params, B);
        const strange = [tf.fill([B, 2], 99, 'int32'), tf.zeros([B * 2], 'int32')];
        for (const ids of strange)
          expect(() => model.read(params, ids as tf.Tensor2D, state)).toThrow(named);
        expect(() => model.read(params, part(0, 2), model.start(params, B + 1))).toThrow(named);
      });

      test('one row of one token', () => {
        const one = model.read(
          params,
          part(0, 1, tf.slice(ids, [0, 0], [1, T])),
          model.start(params, 1),
        );
        expect(one.logits.shape).toEqual([1, 1, V]);
        expect(gap(one.logits, tf.slice(whole.logits, [0, 0, 0], [1, 1, V]))).toBeLessThan(near);
      });
    });
  },
);

forEveryEncoderModel(
  <P extends Params, Y extends tf.Tensor, X extends tf.Tensor>(
    name: string,
    model: EncoderModel<P, Y, X>,
    draw: (rng: ReturnType<typeof makeRng>, B: number, T: number) => X,
  ) => {
    const params = drawnFrom(model.init(makeRng(1)));
    const xs = draw(makeRng(2), B, T);
    const lengths = [4, T, 2];
    const maskOf = (most: number) =>
      tf.tensor2d(lengths.map((n) => Array.from({ length: most }, (_, t) => (t < n ? 1 : 0))));
    const mask = maskOf(T);
    /** An answer without what it says at padding. */
    const real = (answer: tf.Tensor, at: tf.Tensor2D) =>
      answer.shape.length === 3 ? tf.mul(answer, tf.expandDims(at, 2)) : answer;
    const encode = (inputs: X, at: tf.Tensor2D) => real(model.encode(params, inputs, at), at);
    const answer = encode(xs, mask);

    describe(name, () => {
      test('what stands at padding is silent, and so is more of it', () => {
        const at = xs.shape.length === 3 ? tf.expandDims(mask, 2) : mask;
        const other = tf.where(
          tf.cast(tf.mul(at, tf.onesLike(xs)), 'bool'),
          xs,
          draw(makeRng(9), B, T),
        );
        expect(gap(xs, other)).toBeGreaterThan(0);
        expect(gap(encode(other, mask), answer)).toBe(0);
        const longer = tf.concat([xs, draw(makeRng(8), B, 2) as tf.Tensor], 1) as X;
        const wide = encode(longer, maskOf(T + 2));
        const cut = wide.shape.length === 3 ? tf.slice(wide, 0, answer.shape) : wide;
        expect(gap(cut, answer)).toBeLessThan(near);
      });

      test('a shuffled batch gives shuffled results; a row alone is what it is among others', () => {
        expect(gap(encode(shuffled(xs), shuffled(mask)), shuffled(answer))).toBeLessThan(near);
        const row = (of: tf.Tensor) => tf.gather(of, [1]);
        expect(gap(encode(row(xs) as X, row(mask) as tf.Tensor2D), row(answer))).toBeLessThan(near);
      });

      test('without a chance nothing is dropped; equal chances drop the same', () => {
        const dropped = (seed: number) =>
          real(model.encode(params, xs, mask, { rate: 0.5, rng: makeRng(seed) }), mask);
        expect(gap(dropped(1), dropped(1))).toBe(0);
        expect(gap(dropped(1), dropped(2))).toBeGreaterThan(0.001);
        expect(gap(dropped(1), answer)).toBeGreaterThan(0.001);
      });

      test('what does not fit is refused under the name of the model', () => {
        const named = /^(tagger|sequenceClassifier|sequenceRegressor|classifier|fixedWindow) /;
        const short = tf.ones<tf.Rank.R2>([B, 1]);
        expect(() => model.encode(params, xs, short)).toThrow(named);
        expect(() => model.encode(params, xs, tf.ones([1, T]))).toThrow(named);
        expect(() => model.encode(params, tf.reshape(xs as tf.Tensor, [-1]) as X)).toThrow(named);
        if (xs.dtype === 'int32')
          expect(() => model.encode(params, tf.onesLike(xs).mul(99).cast('int32'))).toThrow(
            /ids: /,
          );
      });

      test('one row of one token', () => {
        const one = encode(draw(makeRng(3), 1, 1), tf.ones([1, 1]));
        expect(one.shape[0]).toBe(1);
        expect(Array.from(one.dataSync()).every(Number.isFinite)).toBe(true);
      });

      test('without a mask all that is not padding counts', () => {
        const all = tf.ones<tf.Rank.R2>([B, T]);
        expect(gap(model.encode(params, xs), model.encode(params, xs, all))).toBe(0);
      });
    });
  },
);
