import type * as tf from '@tensorflow/tfjs-core';
import { add, einsum, mul, shape, sigmoid, split, tanh, type Rng } from '../core/index.js';
import { initLstm, layerWithCells, type LstmState } from './lstm.js';
import { initLayerNorm, layerNorm, type LayerNormParams } from './norm.js';
import type { RecurrentConfig } from './recurrent.js';

/**
 * Weights of a layer-normalised LSTM of U units that reads I numbers per step; gates packed i, f,
 * g, o, so G = 4 U.
 */
export type LayerNormLstmParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** Of what the input gives the gates, [G] each. */
  readonly normIh: LayerNormParams;
  /** Of what the state gives the gates, [G] each. */
  readonly normHh: LayerNormParams;
  /** Of the cells where they are shown, [U] each. */
  readonly normC: LayerNormParams;
};

/**
 * Weights as `initLstm` draws them, its bias in `normIh`, so that forget gates begin open; gains 1,
 * other biases 0.
 */
export function initLayerNormLstm(config: RecurrentConfig, rng: Rng): LayerNormLstmParams {
  const { wIh, wHh, b } = initLstm(config, rng);
  const width = config.hiddenSize;
  return {
    wIh,
    wHh,
    normIh: { ...initLayerNorm({ width: 4 * width }), bias: b },
    normHh: initLayerNorm({ width: 4 * width }),
    normC: initLayerNorm({ width }),
  };
}

/**
 * One step of an LSTM that normalises what the input and what the state give its gates, each by
 * itself, and the cells where they are shown; the cells themselves stay as they are, so that what
 * they keep is kept. Maps (x, h, c) to the next h and c.
 *
 *   [ai, af, ag, ao] = layerNorm(normIh, x wIh) + layerNorm(normHh, h wHh)
 *   c' = sigmoid(af) * c + sigmoid(ai) * tanh(ag)
 *   h' = sigmoid(ao) * tanh(layerNorm(normC, c'))
 *
 * Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450, supplementary material on reading and
 * handwriting. Variant: one norm over all gates, as there (some libraries have one a gate); no bias
 * beside those of the two norms, which only appear as their sum.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G], gates packed i, f, g, o, so G = 4 U; norms with gain
 *   and bias, `normIh` and `normHh` [G], `normC` [U]
 * @param x input at this step, [B, I]
 * @param state before this step: `h` and `c`, [B, U] each
 * @returns state after this step: `h` and `c`, [B, U] each
 * @throws ShapeError if x, the state and the weights disagree on B, I or U
 */
export function layerNormLstmCell(
  p: LayerNormLstmParams,
  x: tf.Tensor2D,
  state: LstmState,
): LstmState {
  const { B } = shape('B I', x, 'layerNormLstmCell x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', state.h, 'layerNormLstmCell state.h', { B, U: p.wHh.shape[0] });
  shape('B U', state.c, 'layerNormLstmCell state.c', { B, U });
  const fromInput = layerNorm(p.normIh, einsum('B I, I G -> B G', x, p.wIh));
  const fromState = layerNorm(p.normHh, einsum('B U, U G -> B G', state.h, p.wHh));
  const [ai, af, ag, ao] = split(add(fromInput, fromState), 4, 1); // each [B, U]
  const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
  return { h: mul(sigmoid(ao), tanh(layerNorm(p.normC, c))), c };
}

/** The layer-normalised LSTM as a layer. */
export const layerNormLstm = layerWithCells({ init: initLayerNormLstm, cell: layerNormLstmCell });
