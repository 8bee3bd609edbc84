import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { concat, disposeParams, makeRng, mapParams, ShapeError } from '../core/index.js';
import { gap } from '../core/testing/gap.js';
import { gradientGap } from '../core/testing/gradient-gap.js';
import {
  forgetBias,
  initLstm,
  lstm,
  lstmCell,
  lstmCellBackward,
  lstmForward,
  lstmLayer,
  type LstmParams,
  type LstmState,
} from './lstm.js';

const [B, T, I, U] = [2, 5, 7, 3] as const;
const rng = makeRng(61);
const p = mapParams(initLstm({ inputSize: I, hiddenSize: U }, rng), (leaf) =>
  tf.add(leaf, rng.normalTensor(leaf.shape, 0.3)),
);
const xs = rng.normalTensor<tf.Rank.R3>([B, T, I]);
const x = rng.normalTensor<tf.Rank.R2>([B, I]);
const state: LstmState = {
  h: rng.uniformTensor<tf.Rank.R2>([B, U], -1, 1),
  c: rng.normalTensor<tf.Rank.R2>([B, U], 1.5),
};

/** The weights with so much added to the bias of each gate: i, f, g, o. */
const leaning = (...gates: number[]): LstmParams => {
  const by = concat(gates.map((bias) => tf.fill<tf.Rank.R1>([U], bias)));
  return { ...p, b: tf.add(p.b, by) };
};

test('h and c have the gradients that central differences give', () => {
  const both = (a: { p: LstmParams; x: tf.Tensor2D; state: LstmState }) => {
    const { h, c } = lstmCell(a.p, a.x, a.state);
    return tf.concat([h, c], 1);
  };
  expect(gradientGap(both, { p, x, state })).toBeLessThan(1e-7);
});

test('the backward pass by hand is the gradient of the step', () => {
  const [dhNext, dcNext] = [rng.normalTensor<tf.Rank.R2>([B, U]), rng.normalTensor([B, U])];
  const scalar = (...[wIh, wHh, b, x, h, c]: tf.Tensor[]) => {
    const after = lstmCell({ wIh, wHh, b } as LstmParams, x as never, { h, c } as LstmState);
    return tf.add(tf.sum(tf.mul(after.h, dhNext)), tf.sum(tf.mul(after.c, dcNext)));
  };
  const expected = tf.grads(scalar)([p.wIh, p.wHh, p.b, x, state.h, state.c] as never);
  const made = lstmCellBackward(p, x, state, dhNext, dcNext as tf.Tensor2D);
  [made.dwIh, made.dwHh, made.db, made.dx, made.dh, made.dc].forEach((gradient, i) => {
    expect(gap(gradient, expected[i] ?? tf.scalar(NaN))).toBeLessThan(1e-14);
  });
});

test('chained by hand, the steps give the gradient of the whole sequence', () => {
  const dOutputs = rng.normalTensor<tf.Rank.R3>([B, T, U]);
  const whole = (xs: tf.Tensor3D) => tf.sum(tf.mul(lstmForward(p, xs, state).outputs, dOutputs));
  const expected = tf.grad(whole as (xs: tf.Tensor) => tf.Tensor)(xs);
  const [steps, dSteps] = [tf.unstack(xs, 1), tf.unstack(dOutputs, 1)] as tf.Tensor2D[][];
  const befores = [state];
  for (const x of steps ?? []) befores.push(lstmCell(p, x, befores.at(-1) ?? state));
  let [dh, dc]: tf.Tensor2D[] = [tf.zeros([B, U]), tf.zeros([B, U])];
  for (let t = T - 1; t >= 0; t--) {
    const dhNext = tf.add<tf.Tensor2D>(dSteps?.[t] ?? NaN, dh ?? NaN);
    const back = lstmCellBackward(p, steps?.[t] ?? x, befores[t] ?? state, dhNext, dc ?? dhNext);
    expect(gap(back.dx, tf.squeeze(tf.slice(expected, [0, t, 0], [B, 1, I]), [1]))).toBeLessThan(
      1e-14,
    );
    [dh, dc] = [back.dh, back.dc];
  }
});

test('with f open and i shut the cells are a conveyor belt, and so is their gradient', () => {
  const belt = leaning(-50, 50, 0, 0);
  expect(gap(lstmCell(belt, x, state).c, state.c)).toBeLessThan(1e-15);
  const far = lstmForward(belt, tf.tile(xs, [1, 20, 1]), state);
  expect(gap(far.state.c, state.c)).toBeLessThan(1e-13);
  const { dc, dwIh } = lstmCellBackward(belt, x, state, tf.zeros([B, U]), tf.ones([B, U]));
  expect(gap(dc, tf.ones([B, U]))).toBeLessThan(1e-15);
  expect(gap(dwIh, tf.zeros([I, 4 * U]))).toBeLessThan(1e-15);
});

test('each gate stands where it is said to: f forgets, i lets in, o shows', () => {
  const forgotten = lstmCell(leaning(50, -800, 0, 50), x, state);
  const other = lstmCell(leaning(50, -800, 0, 50), x, { ...state, c: tf.neg(state.c) });
  expect(gap(forgotten.c, other.c)).toBe(0);
  expect(tf.max(tf.abs(forgotten.c)).dataSync()[0]).toBeLessThanOrEqual(1);
  expect(gap(forgotten.h, tf.tanh(forgotten.c))).toBeLessThan(1e-15);
  const full = lstmCell(leaning(50, -800, 50, 0), x, state);
  expect(gap(full.c, tf.ones([B, U]))).toBeLessThan(1e-15);
  const hidden = lstmCell(leaning(0, 0, 0, -800), x, state);
  expect(gap(hidden.h, tf.zeros([B, U]))).toBe(0);
  expect(tf.min(tf.abs(hidden.c)).dataSync()[0]).toBeGreaterThan(0);
});

test('after its half-life a cell that is left alone holds half', () => {
  const halfLives = tf.tensor1d([0.5, 1, 20]);
  const alone = {
    ...p,
    wHh: tf.zerosLike(p.wHh),
    b: forgetBias(leaning(-800, 0, 0, 0).b, halfLives),
  };
  const left = (steps: number) => {
    const { c } = lstmForward(alone, tf.zeros([B, steps, I]), state).state;
    return tf.div<tf.Tensor2D>(c, state.c).arraySync()[0] ?? [];
  };
  expect(left(1)[0]).toBeCloseTo(1 / 4, 14);
  expect(left(1)[1]).toBeCloseTo(1 / 2, 14);
  expect(left(20)[2]).toBeCloseTo(1 / 2, 14);
});

test('only the forget gates get another bias, and there is one half-life a unit', () => {
  const before = p.b.arraySync();
  const after = forgetBias(p.b, tf.fill([U], 2)).arraySync();
  after.forEach((bias, at) => {
    if (at < U || at >= 2 * U) expect(bias).toBe(before[at]);
    else expect(bias).toBeCloseTo(Math.log(Math.SQRT1_2 / (1 - Math.SQRT1_2)), 14);
  });
  expect(() => forgetBias(p.b, tf.ones([2]))).toThrow(
    'forgetBias b: expected G = 8, received G = 12.',
  );
});

test('the whole sequence ends in the state of its last step', () => {
  const { outputs, state: end } = lstmForward(p, xs, state);
  expect(gap(tf.squeeze(tf.slice(outputs, [0, T - 1, 0], [B, 1, U]), [1]), end.h)).toBe(0);
  expect(outputs.shape).toEqual([B, T, U]);
  const none = { h: tf.zeros<tf.Rank.R2>([0, U]), c: tf.zeros<tf.Rank.R2>([0, U]) };
  expect(lstmForward(p, tf.zeros([0, T, I]), none).outputs.shape).toEqual([0, T, U]);
});

test('a layer runs the step, and the whole sequence, and begins with the weights, that it is given', () => {
  const used: string[] = [];
  const layer = lstmLayer({
    init: (config, rng) => ({ ...initLstm(config, rng), b: tf.range(0, 4 * config.hiddenSize) }),
    cell: (...args) => {
      used.push('cell');
      return lstmCell(...args);
    },
  });
  const config = { inputSize: I, hiddenSize: U };
  expect(layer.init(config, makeRng(1)).b.arraySync()).toEqual([...Array(4 * U).keys()]);
  expect(gap(layer.read(p, xs, state).outputs, lstm.read(p, xs, state).outputs)).toBe(0);
  expect(used).toEqual(['cell', 'cell', 'cell', 'cell', 'cell']);
});

test('a sequence without steps, and disagreeing sizes, are refused', () => {
  const small = tf.zeros<tf.Rank.R2>([1, U]);
  expect(() => lstmForward(p, tf.zeros([B, 0, I]), state)).toThrow(/at least one/);
  expect(() => lstmForward(p, tf.zeros([B, T, 5]), state)).toThrow(
    'lstmForward xs: expected I = 7, received I = 5.',
  );
  expect(() => lstmCell(p, x, { ...state, h: small })).toThrow(
    'lstmCell state.h: expected B = 2, received B = 1.',
  );
  expect(() => lstmCell(p, x, { ...state, c: tf.zeros([B, 1]) })).toThrow(
    'lstmCell state.c: expected U = 3, received U = 1.',
  );
  expect(() => lstmCell(p, tf.zeros([B, 5]), state)).toThrow(ShapeError);
  const { h, c } = state;
  expect(() => lstmCellBackward(p, x, { h: small, c }, h, c)).toThrow(ShapeError);
  expect(() => lstmCellBackward(p, x, { h, c: small }, h, c)).toThrow(ShapeError);
  expect(() => lstmCellBackward(p, x, state, small, c)).toThrow(
    'lstmCellBackward dhNext: expected B = 2, received B = 1.',
  );
  expect(() => lstmCellBackward(p, x, state, h, small)).toThrow(ShapeError);
});

test('no tensor survives a step forward and back but what it returns', () => {
  const numbers = tf.memory().numTensors;
  const made = tf.tidy(() => {
    const { h, c } = lstmCell(p, x, state);
    return lstmCellBackward(p, x, state, h, c);
  });
  expect(tf.memory().numTensors).toBe(numbers + 6);
  tf.dispose(made);
  tf.dispose(tf.tidy(() => lstmForward(p, xs, state)));
  expect(tf.memory().numTensors).toBe(numbers);
});

test('first weights lie within their bound, and forget gates begin open', () => {
  const { wIh, wHh, b } = initLstm({ inputSize: 11, hiddenSize: 25 }, makeRng(1));
  expect([wIh.shape, wHh.shape]).toEqual([
    [11, 100],
    [25, 100],
  ]);
  const largest = Math.max(...Array.from(wHh.dataSync(), Math.abs));
  expect(largest).toBeLessThanOrEqual(0.2);
  expect(largest).toBeGreaterThan(0.19);
  const ones = b.arraySync().flatMap((bias, at) => (bias === 1 ? [at] : []));
  expect([ones.length, ones[0], ones.at(-1)]).toEqual([25, 25, 49]);
});

test('first weights leave no tensor but themselves', () => {
  const before = tf.memory().numTensors;
  disposeParams(initLstm({ inputSize: I, hiddenSize: U }, makeRng(1)));
  expect(tf.memory().numTensors).toBe(before);
});
