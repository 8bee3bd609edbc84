import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { namesArgument } from '../core/testing/names-argument.js';
import { dense, denseBackward, initDense } from './dense.js';
import { initEmbedding, meanOfEmbeddings } from './embedding.js';
import { gruCell, gruForward, initGru } from './gru.js';
import { gruCellResetBefore, initGruResetBefore } from './gru-reset-before.js';
import { reluRnnCell } from './identity-rnn.js';
import { initLayerNormGru, layerNormGruCell } from './layer-norm-gru.js';
import { initLayerNormLstm, layerNormLstmCell } from './layer-norm-lstm.js';
import { initLayerNormRnn, layerNormRnnCell } from './layer-norm-rnn.js';
import { initLstm, lstmCell, lstmForward } from './lstm.js';
import { initLayerNorm, layerNorm, rmsNorm } from './norm.js';
import { initRnn, rnnBackward, rnnCell, rnnCellBackward, rnnForward } from './rnn.js';
import { initSkipRnn, skipRnnCell } from './skip-rnn.js';

const [B, T, I, U] = [2, 3, 5, 7] as const;
const rng = makeRng(8);
const config = { inputSize: I, hiddenSize: U };
const [x, h] = [tf.ones<tf.Rank.R2>([B, I]), tf.ones<tf.Rank.R2>([B, U])];
const xs = tf.ones<tf.Rank.R3>([B, T, I]);
/** Of the right rank, and of no size that anything here has. */
const [odd2, odd3] = [tf.ones<tf.Rank.R2>([11, 13]), tf.ones<tf.Rank.R3>([11, 13, 17])];
const [wide, more] = [tf.ones<tf.Rank.R2>([B, 13]), tf.ones<tf.Rank.R2>([11, I])];

const d = initDense({ inputSize: I, outputSize: U }, rng);
const norm = initLayerNorm({ width: I });
const table = initEmbedding({ vocabularySize: 5, width: 3 }, rng);
const [r, g, l, k] = [
  initRnn(config, rng),
  initGru(config, rng),
  initLstm(config, rng),
  initSkipRnn(config, rng),
];
const b = initGruResetBefore(config, rng);
const n = {
  rnn: initLayerNormRnn(config, rng),
  gru: initLayerNormGru(config, rng),
  lstm: initLayerNormLstm(config, rng),
};
const state = { h, c: h };

/** Cells of one state, by name. */
const cells: Readonly<Record<string, (x: tf.Tensor2D, h: tf.Tensor2D) => unknown>> = {
  rnnCell: (x, h) => rnnCell(r, x, h),
  reluRnnCell: (x, h) => reluRnnCell(r, x, h),
  gruCell: (x, h) => gruCell(g, x, h),
  gruCellResetBefore: (x, h) => gruCellResetBefore(b, x, h),
  layerNormRnnCell: (x, h) => layerNormRnnCell(n.rnn, x, h),
  layerNormGruCell: (x, h) => layerNormGruCell(n.gru, x, h),
  skipRnnCell: (x, h) => skipRnnCell(k, x, h, h),
};

/** Calls with one wrong argument, by how the message begins. */
const calls: readonly [string, () => unknown][] = [
  ['dense x', () => dense(d, wide)],
  ['denseBackward x', () => denseBackward(d, wide, h)],
  ['denseBackward dy', () => denseBackward(d, x, tf.ones([11, U]))],
  ['denseBackward dy', () => denseBackward(d, x, wide)],
  ['layerNorm x', () => layerNorm(norm, wide)],
  ['layerNorm bias', () => layerNorm({ ...norm, bias: tf.zeros([1]) }, x)],
  ['rmsNorm x', () => rmsNorm(norm, odd3)],
  ['rmsNorm gain', () => rmsNorm({ gain: tf.scalar(1) as unknown as tf.Tensor1D }, x)],
  ['meanOfEmbeddings ids', () => meanOfEmbeddings(table, tf.fill([1, 2], 5))],
  ['meanOfEmbeddings ids', () => meanOfEmbeddings(table, xs as unknown as tf.Tensor2D)],
  ...Object.entries(cells).flatMap(([name, cell]): [string, () => unknown][] => [
    [`${name} x`, () => cell(wide, h)],
    [`${name} x`, () => cell(xs as unknown as tf.Tensor2D, h)],
    [`${name} h`, () => cell(x, wide)],
    [`${name} h`, () => cell(more, h)],
  ]),
  ['skipRnnCell hEarlier', () => skipRnnCell(k, x, h, wide)],
  ['lstmCell x', () => lstmCell(l, wide, state)],
  ['lstmCell state.h', () => lstmCell(l, x, { h: wide, c: h })],
  ['lstmCell state.c', () => lstmCell(l, x, { h, c: wide })],
  ['layerNormLstmCell x', () => layerNormLstmCell(n.lstm, wide, state)],
  ['layerNormLstmCell state.h', () => layerNormLstmCell(n.lstm, x, { h: wide, c: h })],
  ['rnnForward xs', () => rnnForward(r, odd3, h)],
  ['rnnForward h0', () => rnnForward(r, xs, odd2)],
  ['gruForward xs', () => gruForward(g, odd3, h)],
  ['gruForward h0', () => gruForward(g, xs, odd2)],
  ['lstmForward xs', () => lstmForward(l, odd3, state)],
  ['lstmForward start.h', () => lstmForward(l, xs, { h: odd2, c: h })],
  ['rnnCellBackward hNext', () => rnnCellBackward(r, x, h, wide, h)],
  ['rnnCellBackward dhNext', () => rnnCellBackward(r, x, h, h, wide)],
  ['rnnBackward h0', () => rnnBackward(r, xs, odd2, odd3, odd3)],
];

test.each(calls)('%s is what the message names', (what, call) => {
  expect(call).toThrow(namesArgument(what));
});
